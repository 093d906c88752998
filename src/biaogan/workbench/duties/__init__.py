"""The work list: duties that come back, ticked by what the system has seen, or by hand with a note."""
