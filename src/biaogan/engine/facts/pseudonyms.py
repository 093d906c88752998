"""Personal data set apart: what enters the facts is a keyed pseudonym, never the value itself.

The same value under the same key always gives the same pseudonym, so vehicles can be counted and
visits linked without anybody's plate or name in the lake. The clear values travel separately, as
`identities`, to the operational database, where they can be shown by right, exported and deleted.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import polars as pl

from biaogan.engine.facts.kind import Kind, Personal
from biaogan.engine.text import mask_free_text


@dataclass(frozen=True)
class Apart:
    """`facts`: the frame with pseudonyms. `identities`: pseudonym, personal (class), value; no repeats."""

    facts: pl.DataFrame
    identities: pl.DataFrame


def pseudonym(value: str, personal: Personal, key: bytes) -> str:
    """The pseudonym of one value: keyed BLAKE2b, 80 bits, with the class as its first letter.

    `key` is 16 to 64 bytes; a shorter one raises ValueError.
    """
    if len(key) < 16:
        raise ValueError("the pseudonym key is too short")
    digest = blake2b(value.encode(), key=key[:64], digest_size=10, person=personal.value.encode()[:16])
    return f"{personal.value[0]}{digest.hexdigest()}"


def set_apart(frame: pl.DataFrame, kind: Kind, key: bytes) -> Apart:
    """Replace every personal value of a checked frame of `kind` by its pseudonym.

    A masked VIN (holding `*`) names no vehicle and becomes null: it must never merge two cars.
    Free text keeps its words with phones, plates, VINs and identity numbers masked.
    """
    columns: list[pl.Series] = []
    found: list[pl.DataFrame] = []
    for field in kind.fields:
        if field.personal is None:
            continue
        series = frame[field.column]
        if field.personal is Personal.FREE_TEXT:
            columns.append(mask_free_text(series))
            continue
        if field.personal is Personal.VIN:
            series = pl.select(pl.when(~series.str.contains("*", literal=True)).then(series)).to_series()
            series = series.alias(field.column)
        replaced, identities = _replace(series, field.personal, key)
        columns.append(replaced)
        found.append(identities)
    identities = pl.concat(found).unique(maintain_order=True) if found else _no_identities()
    return Apart(facts=frame.with_columns(columns), identities=identities)


def _replace(series: pl.Series, personal: Personal, key: bytes) -> tuple[pl.Series, pl.DataFrame]:
    values = series.drop_nulls().unique(maintain_order=True)
    if not len(values):
        return series, _no_identities()
    names = pl.Series([pseudonym(value, personal, key) for value in values], dtype=pl.String)
    replaced = series.replace_strict(values, names, default=None, return_dtype=pl.String)
    identities = pl.DataFrame({"pseudonym": names, "value": values}).with_columns(
        personal=pl.lit(personal.value)
    )
    return replaced, identities.select("pseudonym", "personal", "value")


def _no_identities() -> pl.DataFrame:
    return pl.DataFrame(schema={"pseudonym": pl.String, "personal": pl.String, "value": pl.String})
