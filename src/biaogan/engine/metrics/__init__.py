"""What the figures mean: declarations, the tables they are added up from, readings, judgement."""
