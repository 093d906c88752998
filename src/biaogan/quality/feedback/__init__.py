"""What customers say in their own words, by theme, level and step, and what is new this week."""
