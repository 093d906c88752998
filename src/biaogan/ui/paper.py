"""Pages of paper by typst: a template that knows the form, and data that hold all the words.

Data are never read as markup. A page needs a font with Chinese characters; one of the system's is taken.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from biaogan.ui.formats import Language, language_of

# Any of these draws every character of both languages; the first that is there is taken.
FONTS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei",
)  # fmt: skip
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
BEYOND = re.compile("[\U0001f000-\U0001ffff\U000e0000-\U0010ffff]")  # emoji: no printed font has them


class NoFont(ValueError):
    """Says which package brings a font."""


@cache
def font() -> str:
    """A Chinese font of this machine. Raises NoFont."""
    import typst

    there = set(typst.Fonts().families())
    for name in FONTS:
        if name in there:
            return name
    raise NoFont(
        _(
            "This server has no Chinese font, so the page cannot be set. On Debian or Ubuntu the package "
            "“fonts-noto-cjk” brings one: apt-get install fonts-noto-cjk, then try again."
        )
    )


def printed(template: Path, data: dict[str, Any], *, at: datetime) -> bytes:
    """The pages as PDF. `data` gets font and language; images lie below the home's files. Raises NoFont."""
    made: bytes = _compile(template, data, timestamp=int(at.timestamp()))
    return made


def drawn(template: Path, data: dict[str, Any], *, dots_per_inch: float) -> list[bytes]:
    """The pages as PNG pictures, one each. Raises NoFont."""
    made = _compile(template, data, format="png", ppi=dots_per_inch)
    return list(made) if isinstance(made, list) else [made]


def _compile(template: Path, data: dict[str, Any], **more: Any) -> Any:
    import typst

    compile_page: Any = typst.compile  # its types ask for one kind of path throughout
    root = str(settings.BIAOGAN_FILES)
    return compile_page(template.read_bytes(), root=root, sys_inputs=_inputs(data), **more)


def _inputs(data: dict[str, Any]) -> dict[str, str]:
    english = language_of(get_language()) is Language.EN
    whole = {
        "fonts": [font()], "lang": "en" if english else "zh", "region": "gb" if english else "cn", **data,
    }  # fmt: skip
    return {"data": json.dumps(clean(whole), ensure_ascii=False)}


def clean(value: Any) -> Any:
    """What no font draws is left out or shown as a box, so that no gap is mistaken for a word."""
    if isinstance(value, str):
        return BEYOND.sub("□", UNPRINTABLE.sub("", value))
    if isinstance(value, list | tuple):
        return [clean(one) for one in value]
    if isinstance(value, dict):
        return {name: clean(one) for name, one in value.items()}
    return value
