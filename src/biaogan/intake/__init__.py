"""Intake: dealers' files in. Recognise, map, check, quarantine, accept, undo; where each row came from."""
