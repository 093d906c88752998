"""The rows behind a figure as a table."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from biaogan.engine.metrics.metric import Metric
from biaogan.intake.naming import field_label, kind_label
from biaogan.targets.metric_rows import FactRow, MetricRows
from biaogan.ui import formats
from biaogan.ui.table import Cell, Column, Table

COUNTED = "✓"


def rows(found: MetricRows, store: str) -> Table:
    """Order, day, content, amount, on which side it counts, and the line of the file."""
    columns = [
        Column(_("Row of the file")),
        Column(_("Repair order")),
        Column(_("Kind of data")),
        Column(_("Date")),
        Column(_("Content")),
        Column(_("Amount"), unit=_("yuan"), number=True),
        *_sides(found.metric),
    ]
    lines = [_row(found.metric, row, store) for row in found.rows]
    return Table(_("Source rows"), columns, lines, cards=True)


def _sides(metric: Metric) -> list[Column]:
    if metric.denominator is None:
        return []
    return [Column(_("Numerator")), Column(_("Denominator"))]


def _row(metric: Metric, row: FactRow, store: str) -> list[Cell | object]:
    cells: list[Cell | object] = [
        source(row),
        Cell(row.ro_no, url=reverse("targets:order", args=[store, row.ro_no]) if row.ro_no else ""),
        kind_label(row.kind),
        shown(row.day),
        "; ".join(
            f"{field_label(row.kind, plain(name))} {told(name, value)}" for name, value in row.values.items()
        ),
        None if row.fen is None else formats.grouped(Decimal(row.fen) / 100, 2),
    ]
    if metric.denominator is not None:
        cells += [_counted(row.in_numerator), _counted(row.in_denominator)]
    return cells


def source(row: FactRow) -> Cell:
    """File, sheet and line; the link opens the row as it was sent."""
    found = row.source
    name = found.file.rpartition("/")[2]
    place = f"{name} · {found.sheet}" if found.sheet else name
    url = reverse("intake:row", args=[found.batch, found.line])
    return Cell(f"{place} · {found.line}", url=url, note=found.file)


def _counted(yes: bool) -> Cell:
    return Cell(COUNTED if yes else None, note=_("counted") if yes else _("not counted"))


def plain(name: str) -> str:
    """The field of a column of the facts, which carries its unit in its name."""
    return name.removesuffix("_fen").removesuffix("_milli").removesuffix("_text")


def told(name: str, value: Any) -> str:
    if name.endswith("_fen"):
        return formats.exact_money(Decimal(value) / 100)
    if name.endswith("_milli"):
        return formats.unshortened(Decimal(value) / 1000)
    return shown(value) or ""


def shown(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return formats.moment(value)
    return formats.iso_day(value) if isinstance(value, date) else str(value)
