"""Both languages of an invented text, side by side."""

from __future__ import annotations

from django.utils.translation import get_language

from biaogan.ui import formats


def say(zh: str, en: str) -> str:
    return en if get_language() == "en" else zh


def language() -> formats.Language:
    return formats.language_of(get_language())
