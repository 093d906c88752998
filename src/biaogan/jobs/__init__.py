"""Long work in the background: a row per job, a worker that claims it, progress that survives a reload."""
