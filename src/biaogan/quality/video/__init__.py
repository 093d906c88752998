"""Spot checks by video: a draw that anyone can verify, two independent scores, no footage kept by default."""
