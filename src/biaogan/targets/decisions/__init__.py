"""The three-year test of a decision: written down, tested, decided, and held against what happened."""
