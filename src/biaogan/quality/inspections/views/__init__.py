"""Pages of inspections, and what phones send."""
