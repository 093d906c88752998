"""What a kind of fact is: its fields, their types, its key and how a later file changes it.

A declaration is data. The checks, the lake, the mapping page, the data-format page and the
person export all read the same object, so a field is described in exactly one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import polars as pl


class Type(StrEnum):
    """The type of a field; the column that holds it carries the unit in its name."""

    TEXT = "text"
    CHOICE = "choice"  # a code of vocabulary.json; the original wording is kept in `<field>_text`
    DATE = "date"
    MOMENT = "moment"  # date and time of day, Asia/Shanghai, without zone
    MONTH = "month"  # text YYYY-MM
    MONEY = "money"  # integer fen in `<field>_fen`
    NUMBER = "number"  # integer thousandths in `<field>_milli`: sums are exact in any order
    WHOLE = "whole"
    FLAG = "flag"


class Personal(StrEnum):
    """What a field says about a person; such a value never enters the facts in clear."""

    VIN = "vin"
    PLATE = "plate"
    PHONE = "phone"
    NAME = "name"
    STAFF = "staff"  # an advisor or technician, by name or number as the file has it
    CUSTOMER = "customer"
    FREE_TEXT = "free-text"  # kept, after phones, plates and VINs in it are masked


class Merge(StrEnum):
    """How rows of a later batch change what is known."""

    LATEST = "latest"  # per key, the row of the latest batch
    SET = "set"  # all rows of the key are replaced together (order rows, lines)
    FILL = "fill"  # per key, field by field; an empty cell erases nothing (vehicles)


POLARS_TYPES: dict[Type, pl.DataType] = {
    Type.TEXT: pl.String(),
    Type.CHOICE: pl.String(),
    Type.DATE: pl.Date(),
    Type.MOMENT: pl.Datetime("us"),
    Type.MONTH: pl.String(),
    Type.MONEY: pl.Int64(),
    Type.NUMBER: pl.Int64(),
    Type.WHOLE: pl.Int64(),
    Type.FLAG: pl.Boolean(),
}

SUFFIXES = {Type.MONEY: "_fen", Type.NUMBER: "_milli"}


@dataclass(frozen=True)
class Field:
    """One field of a kind. `name` is the dictionary's; `column` is where the facts hold it."""

    name: str
    type: Type
    required: bool = False
    personal: Personal | None = None

    @property
    def column(self) -> str:
        return self.name + SUFFIXES.get(self.type, "")

    @property
    def polars_type(self) -> pl.DataType:
        return POLARS_TYPES[self.type]


@dataclass(frozen=True)
class Kind:
    """One kind of fact. `key` names fields; `store` is part of every key but a vehicle's.

    Where the first field of `key` is empty, `key_otherwise` names the row; where that is empty
    too, the row's whole content does. `month_from` names the date fields, best first, that
    decide the lake partition of a row.
    """

    code: str
    zh: str
    en: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    key_otherwise: tuple[str, ...] = ()
    merge: Merge = Merge.LATEST
    month_from: tuple[str, ...] = ()
    store_required: bool = True

    def field(self, name: str) -> Field:
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"kind {self.code} has no field {name}")

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """Columns of a checked frame: lineage, store, then every field (choices with their wording)."""
        columns: dict[str, pl.DataType] = {"line": pl.Int64(), "store": pl.String()}
        for field in self.fields:
            columns[field.column] = field.polars_type
            if field.type is Type.CHOICE:
                columns[field.name + "_text"] = pl.String()
        return columns


def text(name: str, **more: object) -> Field:
    return Field(name, Type.TEXT, **more)  # type: ignore[arg-type]


def choice(name: str, **more: object) -> Field:
    return Field(name, Type.CHOICE, **more)  # type: ignore[arg-type]


def date(name: str, **more: object) -> Field:
    return Field(name, Type.DATE, **more)  # type: ignore[arg-type]


def moment(name: str, **more: object) -> Field:
    return Field(name, Type.MOMENT, **more)  # type: ignore[arg-type]


def month(name: str, **more: object) -> Field:
    return Field(name, Type.MONTH, **more)  # type: ignore[arg-type]


def money(name: str, **more: object) -> Field:
    return Field(name, Type.MONEY, **more)  # type: ignore[arg-type]


def number(name: str, **more: object) -> Field:
    return Field(name, Type.NUMBER, **more)  # type: ignore[arg-type]


def whole(name: str, **more: object) -> Field:
    return Field(name, Type.WHOLE, **more)  # type: ignore[arg-type]


def flag(name: str, **more: object) -> Field:
    return Field(name, Type.FLAG, **more)  # type: ignore[arg-type]
