"""What looks wrong and who does what by when: alerts raised by rules, tasks with evidence, notes."""
