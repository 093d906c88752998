"""Photos as evidence: drawn anew on a fresh canvas, kept by content, shown to whoever may see the store."""
