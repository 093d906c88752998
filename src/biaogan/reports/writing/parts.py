"""What the reports are made of, out of what the pages show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from biaogan.engine.metrics.catalogue import metric_of
from biaogan.engine.metrics.metric import Metric
from biaogan.engine.metrics.reading import Reading
from biaogan.reports.document import Grid, Light, Picture, Sentence
from biaogan.targets.written import said
from biaogan.ui import formats
from biaogan.ui.kpi import Kpi
from biaogan.ui.status import word
from biaogan.ui.table import Cell, Table


def light(card: Kpi) -> Light:
    """A key figure with its word: a colour never speaks alone."""
    return Light(
        name=card.name,
        value=str(card.figure),
        status=card.status,
        says=card.status_text or word(card.status),
        raw="" if card.value is None else str(card.value),
        target="" if card.attainment is None else str(formats.percent(card.attainment)),
        change=str(formats.change(card.year_ago)) if card.year_ago is not None else "",
    )


def reading(one: Reading) -> dict[str, Any]:
    """A reading as it is kept beside the sentence that speaks of it."""
    return {
        "metric": one.slug, "place": one.place, "month": one.month,
        "numerator": _kept(one.numerator), "denominator": _kept(one.denominator),
        "value": _kept(one.value), "version": one.version,
    }  # fmt: skip


def _kept(value: Any) -> str | None:
    return None if value is None else str(value)


def grid(table: Table, *, most: int = 14) -> Grid:
    """A table of a page; units stand in the header, marks stay beside their cells."""
    header = [f"{one.label}（{one.unit}）" if one.unit else str(one.label) for one in table.columns]
    lines = [*table.rows[:most], *([table.totals] if table.totals else [])]
    cells = [[one if isinstance(one, Cell) else Cell(one) for one in line] for line in lines]
    return Grid(
        caption=table.caption,
        header=header,
        rows=[[_text(cell.text) for cell in line] for line in cells],
        numbers=[place for place, column in enumerate(table.columns) if column.number],
        marks=[[cell.status for cell in line] for line in cells],
    )


def _text(value: object) -> str:
    return formats.NONE if value in (None, "") else str(value)


def trend(
    slugs: Sequence[str], series: Mapping[str, Sequence[Reading]], months: Sequence[str]
) -> list[Picture]:
    """Twelve months of each metric as a line; a month without data is a gap."""
    language = page_language()
    return [
        Picture(
            caption=said(metric_of(slug).name),
            kind="line",
            unit=formats.unit_word(metric_of(slug).unit.value, language),
            categories=list(months),
            series=[(said(metric_of(slug).name), [_number(one.value) for one in series[slug]])],
        )
        for slug in slugs
    ]


def in_unit(metric: Metric, amounts: Sequence[Decimal]) -> tuple[str, list[float]]:
    """Amounts in the unit a chart prints: money at the one scale of a column."""
    language = page_language()
    if metric.unit.value not in formats.MONEY_UNITS:
        unit = metric.unit.value
        points = formats.points(1, language).unit.strip()  # a change of a share is in points
        return points if unit == "percent" else formats.unit_word(unit, language), [
            float(one) for one in amounts
        ]
    divisor, unit = formats.COLUMN_MONEY[language]
    return unit, [float(one / divisor) for one in amounts]


def page_language() -> formats.Language:
    return formats.language_of(get_language())


def _number(value: Decimal | int | None) -> float | None:
    return None if value is None else float(value)


def confidence(strength: float) -> str:
    """A word for how sure it is: from the chance of seeing it where nothing happened (two sides, normal)."""
    from math import erfc, sqrt

    sure = 1 - erfc(strength / sqrt(2))
    if sure >= 0.9:
        return _("very probably")
    if sure >= 0.75:
        return _("probably")
    return _("cannot be said")


def plain(
    key: str, text: str, *, address: str = "", head: str = "", readings: Sequence[Reading] = ()
) -> Sentence:
    return Sentence(key, text, address, [reading(one) for one in readings], head)
