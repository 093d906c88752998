"""The three-year test: what a decision does in years one, two and three, as ranges, and the verdict."""
