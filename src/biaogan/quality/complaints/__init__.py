"""Urgent cases and complaints: a clock, promises kept or broken, and whether the customer came back."""
