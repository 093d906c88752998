"""Regions, stores and people: who may see and do what, and a trail of what was done."""
