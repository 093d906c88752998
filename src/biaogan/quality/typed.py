"""What people type, made harmless before it is kept."""

from __future__ import annotations

import polars as pl

from biaogan.engine.text import mask_free_text


def masked(text: str) -> str:
    """The words, with phones, plates, VINs and identity numbers in them replaced by stars."""
    return str(mask_free_text(pl.Series([text.strip()]))[0])
