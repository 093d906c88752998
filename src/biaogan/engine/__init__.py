"""The engine: facts, metrics and methods. Knows no Django and no clock."""
