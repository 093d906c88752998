"""Targets of a metric, place and month: set by people or brought by files, and how far they are attained."""
