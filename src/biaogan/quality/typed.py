"""What people type, made harmless before it is kept."""

from __future__ import annotations

from biaogan.engine.text import mask_personal


def masked(text: str) -> str:
    """The words, with phones, plates, VINs and identity numbers in them replaced by stars."""
    return mask_personal(text.strip())
