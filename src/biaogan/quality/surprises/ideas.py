"""The ideas that come with the product: none dearer than fifty yuan, in both languages."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def shipped() -> tuple[dict[str, Any], ...]:
    """Rows of the table of ideas, each with its code."""
    text = files("biaogan.quality.surprises").joinpath("ideas.json").read_text(encoding="utf-8")
    return tuple(json.loads(text))
