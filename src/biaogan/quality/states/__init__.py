"""The closed sets of states of this room, each with a dict of moves; docs/states is generated from them."""
