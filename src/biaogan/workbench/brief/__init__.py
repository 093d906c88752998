"""The morning brief: one phone screen, and the same in words for a chat."""
