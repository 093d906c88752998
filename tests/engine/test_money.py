"""Amounts are exact: no fen appears or goes by the way they are written."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaogan.engine.facts.checking.amounts import figures, scaled

AMOUNTS = st.decimals(min_value=-(10**10), max_value=10**10, places=5, allow_nan=False)


def fen(text: str | None, **more: object) -> int | None:
    return scaled(figures(pl.Series("amount", [text], dtype=pl.String)), places=2, **more)[0]  # type: ignore[arg-type,no-any-return]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,234.50", 123450),
        ("￥1,234", 123400),
        ("¥ 20", 2000),
        ("１２３．４", 12340),
        ("(300.00)", -30000),
        ("（300）", -30000),
        ("300-", -30000),
        ("－300", -30000),
        ("-300.005", -30001),
        ("1234.565", 123457),
        ("0.005", 1),
        ("1.2万", 1200000),
        ("1.2万元", 1200000),
        ("12.34元", 1234),
        ("1e3", 100000),
        ("2.5E-1", 25),
        ("0.30000000000000004", 30),
        ("+5", 500),
        (".5", 50),
        ("5.", 500),
        ("100.00 ", 10000),
        ("1 234,567.00", 123456700),
        ("-0", 0),
        ("−12", -1200),
    ],
)
def test_an_amount_is_read_in_every_form(text: str, expected: int) -> None:
    assert fen(text) == expected


@pytest.mark.parametrize("text", ["—", "--", "-", "/", "null", "N/A", None])
def test_a_placeholder_is_no_amount_and_no_mistake(text: str | None) -> None:
    read = figures(pl.Series("amount", [text], dtype=pl.String))
    assert (read.atoms.to_list(), read.bad.to_list()) == ([None], [False])


@pytest.mark.parametrize(
    "text", ["abc", "#REF!", "12,34,5a", "1.2.3", "12-3", "1,2", "9" * 30, "--5-", "nan5"]
)
def test_what_is_no_amount_is_said(text: str) -> None:
    read = figures(pl.Series("amount", [text], dtype=pl.String))
    assert (read.atoms.to_list(), read.bad.to_list()) == ([None], [True])


def test_ten_thousands_apply_where_the_unit_says_so() -> None:
    assert fen("1.23456789", unit="万元") == 1234568
    assert fen("1.23456789", unit="元") == 123


@given(AMOUNTS)
def test_rounding_is_half_up_on_the_decimal_text(amount: Decimal) -> None:
    assert fen(f"{amount:f}") == int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP))


@given(AMOUNTS, st.sampled_from([Decimal("0.13"), Decimal("0.06"), Decimal("0.0825")]))
def test_tax_is_taken_out_of_each_amount_with_one_rounding(amount: Decimal, vat: Decimal) -> None:
    exact = (amount * 100 / (1 + vat)).quantize(Decimal(1), ROUND_HALF_UP)
    assert fen(f"{amount:f}", vat=vat) == int(exact)


@given(st.lists(st.decimals(min_value=-(10**7), max_value=10**7, places=2, allow_nan=False), max_size=30))
def test_a_column_adds_up_to_the_fen(amounts: list[Decimal]) -> None:
    texts = pl.Series("amount", [f"{amount:,.2f}" for amount in amounts], dtype=pl.String)
    assert (scaled(figures(texts), places=2).sum() or 0) == int(sum(amounts, Decimal(0)) * 100)
