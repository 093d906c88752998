"""Where the running month will end, as a range, and how good such ranges were in the past."""
