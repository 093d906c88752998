"""Stores held against each other fairly: intervals, rank bands, the mix of their cases."""
