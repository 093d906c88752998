"""What this room knows, published as facts beside those of the stores' files, with the same lineage."""
