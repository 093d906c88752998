"""What was done at some stores: its effect against the others, and what few stores can prove at all."""
