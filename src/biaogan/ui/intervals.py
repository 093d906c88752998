"""A value with its interval, drawn as a dot and a whisker on one scale per list; no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from biaogan.ui import formats
from biaogan.ui.formats import Figure, Number

WIDTH, HEIGHT = 220, 20
EDGE = 4


@dataclass(frozen=True)
class Interval:
    """One line: a value between `low` and `high`, all in `unit`; None where there is no reading."""

    label: str
    value: Number | None
    low: Number | None
    high: Number | None
    url: str = ""
    status: str = ""
    cases: int | None = None


@dataclass(frozen=True)
class Drawn:
    interval: Interval
    figure: Figure
    low: Figure
    high: Figure
    picture: SafeString


@dataclass(frozen=True)
class Intervals:
    """A list of intervals on one scale; an optional line at the target, or at what `target_label` names."""

    caption: str
    unit: str
    lines: Sequence[Interval]
    target: Number | None = None
    target_label: str = ""

    @property
    def drawn(self) -> list[Drawn]:
        scale = self._scale()
        language = formats.language_of(get_language())
        return [
            Drawn(
                line,
                formats.figure(line.value, self.unit, language),
                formats.figure(line.low, self.unit, language),
                formats.figure(line.high, self.unit, language),
                _picture(line, scale, self.target),
            )
            for line in self.lines
        ]

    def _scale(self) -> tuple[float, float]:
        values = [value for line in self.lines for value in (line.low, line.value, line.high)]
        ends = [float(value) for value in (*values, self.target) if value is not None]
        low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
        return low, (high - low) or 1.0


def _picture(line: Interval, scale: tuple[float, float], target: Number | None) -> SafeString:
    if line.value is None or line.low is None or line.high is None:
        return SafeString("")
    middle = HEIGHT / 2
    value, low, high = _x(line.value, scale), _x(line.low, scale), _x(line.high, scale)
    goal = SafeString("")
    if target is not None:
        at = _x(target, scale)
        goal = format_html('<line class="goal" x1="{}" y1="0" x2="{}" y2="{}"/>', at, at, HEIGHT)
    return format_html(
        '<svg class="interval" viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true">{}'
        '<line class="whisker" x1="{}" y1="{}" x2="{}" y2="{}"/><circle cx="{}" cy="{}" r="4"/></svg>',
        *(WIDTH, HEIGHT, WIDTH, HEIGHT, goal, low, middle, high, middle, value, middle),
    )


def _x(value: Number, scale: tuple[float, float]) -> float:
    start, span = scale
    return round(EDGE + (float(value) - start) / span * (WIDTH - 2 * EDGE), 1)
