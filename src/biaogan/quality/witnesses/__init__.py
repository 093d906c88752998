"""The same item seen by five witnesses, and the gap between what is announced and what is so."""
