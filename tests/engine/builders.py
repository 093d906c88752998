"""Frames for tests: rows of a kind as the checks would hand them over."""

from __future__ import annotations

from typing import Any

import polars as pl

from biaogan.engine.facts.kinds import KINDS


def checked(kind: str, *rows: dict[str, Any], store: str = "S01") -> pl.DataFrame:
    """A checked frame of `kind`; columns not named are null, lines count from 2."""
    schema = KINDS[kind].schema
    blank = dict.fromkeys(schema)
    whole = [{**blank, "store": store, "line": at, **row} for at, row in enumerate(rows, start=2)]
    return pl.DataFrame(whole, schema=schema)
