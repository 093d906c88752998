"""Drafts from the data, by rules: each sentence says what a reading says, and no more."""
