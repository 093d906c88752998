"""Signs that a survey was steered."""
