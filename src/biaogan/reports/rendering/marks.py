"""How a status is drawn where colour may be lost: a mark that is read, and a quiet colour beside it."""

from __future__ import annotations

MARKS = {"good": "✓", "watch": "!", "bad": "✕"}
COLOURS = {"good": "1F7A4D", "watch": "8A6100", "bad": "B3261E"}


def marked(text: str, status: str) -> str:
    mark = MARKS.get(status, "")
    return f"{mark} {text}" if mark else text
