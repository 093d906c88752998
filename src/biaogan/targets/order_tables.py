"""Orders as tables: the list, and everything the page of one order shows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import polars as pl
from django.urls import reverse
from django.utils.translation import gettext as _

from biaogan.intake.naming import code_choices, field_label, kind_label
from biaogan.intake.queries import clear_values
from biaogan.targets import words
from biaogan.targets.metric_rows import Source
from biaogan.targets.order_page import Counted, Fact, OrderPage
from biaogan.targets.orders import ORDER
from biaogan.targets.rows_table import plain, shown, told
from biaogan.targets.written import said
from biaogan.ui import formats
from biaogan.ui.table import Cell, Column, Table

HEADER = (
    "opened_at", "promised_first", "completed_at", "delivered_at", "settled_at", "ro_type_text",
    "biz_type_text", "status_text", "model", "mileage_in", "mileage_out", "parent_ro_no", "promo_id",
    "labour_total_fen", "parts_total_fen", "misc_total_fen",
)  # fmt: skip
FIELDS: dict[str, tuple[str, ...]] = {
    "ro_labour": ("op_code", "op_name", "std_hours_milli", "payer_text", "net_amount_fen"),
    "ro_part": ("part_no", "part_name", "part_class_text", "qty_milli", "payer_text", "net_amount_fen"),
    "ro_misc": ("kind", "payer_text", "amount_fen"),
    "settlement": ("settle_no", "settled_at", "settle_type", "pay_method", "total_net_fen"),
    "appointment": ("appt_no", "created_at", "planned_at", "arrived_at", "status_text"),
    "survey": ("service_date", "answered_at", "score_milli", "scale_milli", "nps_score_milli"),
    "complaint": ("complaint_no", "received_at", "first_contact_at", "closed_at", "type", "status"),
}


def listed(
    frame: pl.DataFrame, *, stores: dict[str, str], revealed: bool, sort: str = "", total: bool = False
) -> Table:
    """Orders with masked plates; advisors by name for whoever may see names."""
    columns = [
        Column(_("Repair order"), key="ro_no"),
        Column(_("Store"), key="store"),
        Column(_("Opened"), key="opened"),
        Column(_("Settled"), key="settled"),
        Column(_("Category")),
        Column(_("State")),
        Column(_("Advisor")),
        Column(_("Plate")),
        Column(_("Amount"), unit=_("yuan"), number=True),
        Column(_("Row of the file")),
    ]
    advisors = words.person_names(set(frame["sa_id"].drop_nulls()), revealed=revealed)
    plates = clear_values(set(frame["plate"].drop_nulls()))
    rows = [_listed(row, stores, advisors, plates) for row in frame.iter_rows(named=True)]
    totals = [_("Sum"), *[""] * 7, yuan(int(frame["amount_fen"].sum())), ""] if total and rows else ()
    return Table(_("Repair orders"), columns, rows, totals=totals, sort=sort, cards=True)


def _listed(
    row: dict[str, Any], stores: dict[str, str], advisors: dict[str, str], plates: dict[str, str]
) -> list[Cell | object]:
    return [
        Cell(row["ro_no"], url=order_url(row["store"], row["ro_no"])),
        stores.get(row["store"], row["store"]),
        formats.moment(row["opened_at"]),
        shown(row["settled_at"]),
        coded("biz_type", row),
        coded("status", row),
        advisors.get(row["sa_id"]),
        formats.masked_plate(plates.get(row["plate"])) if row["plate"] else None,
        yuan(row["amount_fen"]),
        Cell(
            _("Row %(line)d") % {"line": row["line"]},
            url=reverse("intake:row", args=[row["batch"], row["line"]]),
        ),
    ]


def coded(name: str, row: dict[str, Any]) -> str | None:
    """What a choice means, or its wording where it means nothing known."""
    return dict(code_choices(ORDER, name)).get(row[name]) or row[f"{name}_text"]


def order_url(store: str, ro_no: str) -> str:
    return reverse("targets:order", args=[store, ro_no])


def yuan(fen: int | None) -> str | None:
    return None if fen is None else formats.grouped(Decimal(fen) / 100, 2)


def header(page: OrderPage, *, store: str, revealed: bool) -> list[tuple[str, object]]:
    own = page.order.values
    names = words.person_names({own["sa_id"]} - {None}, revealed=revealed)
    clear = clear_values({own["plate"], own["vin"]} - {None})
    told_fields = [
        (field_label(ORDER, plain(name)), told(name, own[name])) for name in HEADER if own[name] is not None
    ]
    return [
        (_("Store"), store),
        *told_fields,
        (_("Advisor"), names.get(own["sa_id"])),
        (_("Plate"), formats.masked_plate(clear.get(own["plate"]))),
        (_("VIN"), formats.masked_vin(clear.get(own["vin"]))),
        (_("Amount of the lines, or of the totals without lines"), yuan(page.amount_fen)),
        (_("Settlements"), yuan(page.settled_fen)),
        (_("Settlements less lines"), yuan(page.difference_fen)),
    ]


def beside(page: OrderPage) -> list[Table]:
    """One table per kind that says something of the order."""
    tables = [_of_kind(kind, found) for kind, found in page.beside.items() if found]
    return [_kept(page.rows), *([_of_visit(page.visit)] if page.visit else []), *tables]


def _kept(rows: Sequence[Fact]) -> Table:
    fields = ("opened_at", "settled_at", "status_text", "biz_type_text")
    columns = [*_columns(ORDER, fields), Column(_("Counts"))]
    lines = [
        [*_cells(fact, fields), _("yes") if fact.values["surviving"] else _("no, reversed or replaced")]
        for fact in rows
    ]
    return Table(_("Rows of the order"), columns, lines, cards=True)


def _of_visit(orders: Sequence[Fact]) -> Table:
    fields = ("opened_at", "settled_at", "ro_type_text", "biz_type_text", "status_text")
    columns = [Column(_("Repair order")), *_columns(ORDER, fields)]
    lines = [
        [
            Cell(fact.values["ro_no"], url=order_url(fact.values["store"], fact.values["ro_no"])),
            *_cells(fact, fields),
        ]
        for fact in orders
    ]
    return Table(_("Other orders of the visit"), columns, lines, cards=True)


def _of_kind(kind: str, found: Sequence[Fact]) -> Table:
    fields = FIELDS[kind]
    lines = [_cells(fact, fields) for fact in found]
    return Table(kind_label(kind), _columns(kind, fields), lines, totals=_totals(fields, found), cards=True)


def _columns(kind: str, fields: Sequence[str]) -> list[Column]:
    named = [
        Column(
            field_label(kind, plain(name)),
            unit=_("yuan") if name.endswith("_fen") else "",
            number=_is_number(name),
        )
        for name in fields
    ]
    return [Column(_("Row of the file")), *named]


def _is_number(name: str) -> bool:
    return name.endswith(("_fen", "_milli"))


def _cells(fact: Fact, fields: Sequence[str]) -> list[Cell | object]:
    return [place(fact.source), *(_cell(name, fact.values[name]) for name in fields)]


def _cell(name: str, value: Any) -> str | None:
    if value is None:
        return None
    return yuan(value) if name.endswith("_fen") else told(name, value)


def _totals(fields: Sequence[str], found: Sequence[Fact]) -> list[Cell | object]:
    """Sums of the money columns, where there is more than one row to add."""
    if len(found) < 2 or not any(name.endswith("_fen") for name in fields):
        return []
    sums = [
        yuan(sum(fact.values[name] or 0 for fact in found)) if name.endswith("_fen") else ""
        for name in fields
    ]
    return [_("Sum"), *sums]


def place(source: Source) -> Cell:
    """File, sheet and line; the link opens the row as it was sent."""
    name = source.file.rpartition("/")[2]
    text = f"{name} · {source.sheet} · {source.line}" if source.sheet else f"{name} · {source.line}"
    return Cell(text, url=reverse("intake:row", args=[source.batch, source.line]), note=source.file)


def counts(found: Sequence[Counted], month: str, store: str) -> Table:
    columns = [Column(_("Metric")), Column(_("Numerator")), Column(_("Denominator"))]
    rows = [
        [
            Cell(
                said(one.metric.name),
                url=f"{reverse('targets:metric', args=[one.metric.slug])}?month={month}&store={store}",
            ),
            _("counted") if one.in_numerator else _("not counted"),
            (_("counted") if one.in_denominator else _("not counted")) if one.metric.denominator else None,
        ]
        for one in found
    ]
    return Table(_("Where the order counts"), columns, rows)
