"""One column of texts as one typed column of a kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from biaogan.engine import text
from biaogan.engine.facts.checking import amounts, choices, dates
from biaogan.engine.facts.checking.context import Context
from biaogan.engine.facts.kind import Field, Kind, Personal, Type
from biaogan.engine.facts.kinds import KINDS

ALWAYS_NET = frozenset({"finance_month", "target", "reported_kpi"})
IDENTIFIERS = frozenset(
    [
        "ro_no",
        "parent_ro_no",
        "appt_no",
        "settle_no",
        "invoice_no",
        "claim_no",
        "op_code",
        "part_no",
        "promo_id",
        "activity_id",
        "demand_id",
        "survey_id",
        "complaint_no",
        "staff_id",
        "policy_no",
        "contract_no",
        "insp_id",
        "course_id",
        "cert_code",
        "item_code",
    ]
)
INVERTED_HEADERS = {"applicable": "不适用"}
FRACTIONS = frozenset({"discount_rate"})
SCALED_BY_ROW: dict[str, frozenset[str]] = defaultdict(
    frozenset,
    target=frozenset({"value"}),
    reported_kpi=frozenset({"value"}),
    finance_month=frozenset(field.name for field in KINDS["finance_month"].fields),
)

CLEANERS: dict[Personal, Callable[[pl.Series], pl.Series]] = {
    Personal.VIN: text.clean_vin,
    Personal.PLATE: text.clean_plate,
    Personal.PHONE: text.clean_phone,
    Personal.CUSTOMER: text.clean_identifier,
    Personal.NAME: text.trimmed,
    Personal.STAFF: text.clean_identifier,
    Personal.FREE_TEXT: text.trimmed,
}

CODE_OF_BAD = {
    Type.DATE: "date",
    Type.MOMENT: "date",
    Type.MONTH: "month",
    Type.MONEY: "amount",
    Type.NUMBER: "number",
    Type.WHOLE: "number",
    Type.FLAG: "flag",
}


@dataclass(frozen=True)
class Column:
    """A typed column; `bad` marks cells that are filled and cannot be read, `assumed` a year not written."""

    field: Field
    values: pl.Series
    bad: pl.Series | None = None
    assumed: pl.Series | None = None

    @property
    def family(self) -> str:
        """The word by which codes of unreadable cells end: date, month, amount, number, flag."""
        return CODE_OF_BAD.get(self.field.type, "text")


@dataclass(frozen=True)
class Reading:
    """How the columns of one table are read: kind, context, unit and header of each field.

    `ten_thousands` marks the rows whose unit column says 万元; a unit in the header goes before it.
    """

    kind: Kind
    context: Context
    units: Mapping[str, str]
    headers: Mapping[str, str]
    ten_thousands: pl.Series | None = None

    def vat(self) -> Decimal | None:
        """The rate to take out of money, None where amounts are net already."""
        net = self.context.amounts == "net" or self.kind.code in ALWAYS_NET
        return None if net else self.context.vat


def typed(field: Field, texts: pl.Series, reading: Reading) -> Column:
    """Read one column. Texts are trimmed already; the result is named by the field's column."""
    column = READERS[field.type](field, texts, reading)
    return Column(field, column.values.alias(field.column), column.bad, column.assumed)


def _text(field: Field, texts: pl.Series, _reading: Reading) -> Column:
    if field.personal is not None:
        return Column(field, CLEANERS[field.personal](texts))
    return Column(field, text.clean_identifier(texts) if field.name in IDENTIFIERS else texts)


def _choice(field: Field, texts: pl.Series, reading: Reading) -> Column:
    chosen = reading.context.value_maps
    return Column(field, choices.codes(texts, kind=reading.kind.code, field=field.name, chosen=chosen))


def _date(field: Field, texts: pl.Series, reading: Reading) -> Column:
    times = dates.moments(texts, year=reading.context.period_year)
    return Column(field, times.moments.cast(field.polars_type), times.bad, times.assumed)


def _month(field: Field, texts: pl.Series, reading: Reading) -> Column:
    values, bad = dates.months(texts, year=reading.context.period_year)
    return Column(field, values, bad)


def _money(field: Field, texts: pl.Series, reading: Reading) -> Column:
    found = amounts.figures(texts)
    return Column(field, _scaled(field, found, reading, places=2, vat=reading.vat()), found.bad)


def _scaled(
    field: Field, found: amounts.Figures, reading: Reading, *, places: int, vat: Decimal | None
) -> pl.Series:
    """Figures in the unit of their header, or row by row in the unit their row names."""
    unit = reading.units.get(field.name)
    values = amounts.scaled(found, places=places, unit=unit, vat=vat)
    rows = reading.ten_thousands
    if unit in amounts.MULTIPLES or rows is None or field.name not in SCALED_BY_ROW[reading.kind.code]:
        return values
    return amounts.scaled(found, places=places, unit="万元", vat=vat).zip_with(rows, values)


def _number(field: Field, texts: pl.Series, reading: Reading) -> Column:
    if field.name in FRACTIONS:
        return _fraction(field, texts)
    found = amounts.figures(texts)
    return Column(field, _scaled(field, found, reading, places=3, vat=None), found.bad)


def _fraction(field: Field, texts: pl.Series) -> Column:
    """`90%`, `9折` and `85折` are 0.9, 0.9 and 0.85; a plain number stays as it is."""
    found = amounts.figures(texts.str.replace("折", ""))
    places = {
        1: texts.str.contains(r"[%％]|\d\d\s*折$"),
        2: texts.str.contains(r"^\s*\d(?:\.\d+)?\s*折$"),
    }
    values = amounts.scaled(found, places=3)
    for place, rows in places.items():
        values = amounts.scaled(found, places=place).zip_with(rows.fill_null(value=False), values)
    return Column(field, values, found.bad)


def _whole(field: Field, texts: pl.Series, _reading: Reading) -> Column:
    found = amounts.figures(texts)
    return Column(field, amounts.scaled(found, places=0), found.bad)


def _flag(field: Field, texts: pl.Series, reading: Reading) -> Column:
    inverted = reading.headers.get(field.name, "").endswith(INVERTED_HEADERS.get(field.name, "\0"))
    inverted = inverted and "是否" not in reading.headers.get(field.name, "")
    values, bad = choices.flags(texts, field=field.name, inverted=inverted)
    return Column(field, values, bad)


READERS: dict[Type, Callable[[Field, pl.Series, Reading], Column]] = {
    Type.TEXT: _text,
    Type.CHOICE: _choice,
    Type.DATE: _date,
    Type.MOMENT: _date,
    Type.MONTH: _month,
    Type.MONEY: _money,
    Type.NUMBER: _number,
    Type.WHOLE: _whole,
    Type.FLAG: _flag,
}
