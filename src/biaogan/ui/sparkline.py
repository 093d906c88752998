"""A sparkline drawn on the server: no script, no request; a missing month is a gap."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT, MARGIN = 96, 24, 3

Point = tuple[float, float]


def points(values: Sequence[float | Decimal | None]) -> list[Point | None]:
    """Where each value lies in the drawing; None stays None."""
    known = [float(value) for value in values if value is not None]
    if not known:
        return [None] * len(values)
    low, high = min(known), max(known)
    span = high - low
    step = (WIDTH - 2 * MARGIN) / max(len(values) - 1, 1)
    return [
        None if value is None else (_x(index, step), _y((float(value) - low) / span if span else 0.5))
        for index, value in enumerate(values)
    ]


def runs(places: Sequence[Point | None]) -> list[list[Point]]:
    """The unbroken stretches of a line."""
    stretches: list[list[Point]] = [[]]
    for place in places:
        if place is not None:
            stretches[-1].append(place)
        elif stretches[-1]:
            stretches.append([])
    return [stretch for stretch in stretches if stretch]


def svg(values: Sequence[float | Decimal | None], label: str = "") -> SafeString:
    stretches = runs(points(values))
    if not stretches:
        return SafeString("")
    last_x, last_y = stretches[-1][-1]
    lines = format_html_join("", '<polyline points="{}"/>', ((_path(stretch),) for stretch in stretches))
    voice = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="sparkline" viewBox="0 0 {} {}" width="{}" height="{}" {}>{}'
        '<circle cx="{}" cy="{}" r="2"/></svg>',
        *(WIDTH, HEIGHT, WIDTH, HEIGHT, voice, lines, last_x, last_y),
    )


def _path(stretch: Sequence[Point]) -> str:
    if len(stretch) == 1:  # a line of one point would draw nothing
        (x, y) = stretch[0]
        return f"{x - 1},{y} {x + 1},{y}"
    return " ".join(f"{x},{y}" for x, y in stretch)


def _x(index: int, step: float) -> float:
    return round(MARGIN + index * step, 1)


def _y(share: float) -> float:
    return round(HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN), 1)
