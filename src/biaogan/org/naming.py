"""How two spellings of a store are recognised as one."""

from __future__ import annotations

import re
import unicodedata

OPENING, CLOSING = "[{<【〔〈《「『", "]}>】〕〉》」』"
BRACKETS = str.maketrans(OPENING + CLOSING, "(" * len(OPENING) + ")" * len(CLOSING))
SPACES = re.compile(r"\s+")


def normal(text: str) -> str:
    """The spelling that is compared: full width, spaces, brackets and case do not matter."""
    folded = unicodedata.normalize("NFKC", text).translate(BRACKETS).casefold()
    return SPACES.sub("", folded)
