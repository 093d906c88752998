"""Pages of video checks."""
