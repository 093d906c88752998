"""Check items: what can be seen to be so or not, with a written description of every score."""
