"""What good service is, step by step: instructions with versions, check items with words for scores."""
