"""Typed and imported words without phones, plates, VINs and citizen numbers: they are not kept at all."""

from __future__ import annotations

import polars as pl

from biaogan.engine.text import mask_free_text


def masked(text: str) -> str:
    return str(mask_free_text(pl.Series([text.strip()]))[0])
