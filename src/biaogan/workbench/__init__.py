"""My day: the watch that turns what the rooms' rules find into alerts, and measures what tasks have done."""
