"""The themes: what ships, with what a manager changed or added."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils import translation

from biaogan.engine.methods.themes.rules import Keywords
from biaogan.quality.levels import Level, Step
from biaogan.quality.models import Theme

SHIPPED = Path(__file__).with_name("data") / "themes.csv"
NO_THEME = ""


@dataclass(frozen=True)
class ThemeNow:
    """A theme as it holds now: its names, usual level and step, its words, whether it is a complaint."""

    code: str
    name_zh: str
    name_en: str
    level: int
    step: str
    words: tuple[str, ...]
    counts: bool = True
    item_id: int | None = None
    retired: bool = False
    changed: bool = False

    @property
    def name(self) -> str:
        return self.name_en if (translation.get_language() or "").startswith("en") else self.name_zh

    @property
    def level_name(self) -> str:
        return str(Level(self.level).label)

    @property
    def step_name(self) -> str:
        return str(Step(self.step).label)

    @property
    def keywords(self) -> Keywords:
        return Keywords(self.code, self.words)


@cache
def shipped() -> Mapping[str, ThemeNow]:
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return {row["code"]: _shipped(row) for row in csv.DictReader(file)}


def _shipped(row: Mapping[str, str]) -> ThemeNow:
    return ThemeNow(
        row["code"], row["name_zh"], row["name_en"], int(row["level"]), row["step"],
        tuple(row["words"].split("|")), counts=row["counts"] == "yes",
    )  # fmt: skip


def every_theme() -> dict[str, ThemeNow]:
    """By code, those out of use included, since texts of the past may bear them."""
    changed = {theme.code: _changed(theme) for theme in Theme.objects.all()}
    return {**shipped(), **changed}


def themes() -> dict[str, ThemeNow]:
    """Those in use, by code."""
    return {code: theme for code, theme in every_theme().items() if not theme.retired}


def _changed(theme: Theme) -> ThemeNow:
    return ThemeNow(
        theme.code, theme.name_zh, theme.name_en, theme.level, theme.step, tuple(theme.words),
        counts=theme.counts, item_id=theme.item_id, retired=theme.retired_on is not None, changed=True,
    )  # fmt: skip
