"""Amounts as exact whole numbers: fen for money, thousandths for hours, quantities and scores.

Text becomes a decimal of eighteen places and is rounded once, half away from zero; nothing
passes through floating point, so sums agree to the fen with sums done by hand.
"""

from __future__ import annotations

from fractions import Fraction

import polars as pl

PLACES = 18
EXACT = pl.Decimal(38, PLACES)
LARGEST = 10 ** (13 + PLACES)  # ten million million: beyond it a text is no amount of a dealer's


def exact(texts: pl.Series) -> pl.Series:
    """Decimal texts as whole numbers of 10^-18 (Int128). What is no plain number becomes null."""
    atoms = texts.cast(EXACT, strict=False).to_physical().cast(pl.Int128)
    column = pl.col(atoms.name)
    bounded = pl.when(column.abs() < pl.lit(LARGEST, dtype=pl.Int128)).then(column)
    return atoms.to_frame().select(bounded.alias(atoms.name)).to_series()


def divided(atoms: pl.Series, by: Fraction) -> pl.Series:
    """Whole numbers divided by an exact fraction and rounded once, half away from zero, to Int64.

    By 10^16 they become fen; by 10^12 amounts in 万元 do; by 10^16 * 1.13 amounts lose a tax of 13 %.
    """
    name = atoms.name
    size = pl.col(name).abs() * pl.lit(2 * by.denominator, dtype=pl.Int128) + pl.lit(
        by.numerator, dtype=pl.Int128
    )
    whole = (size // pl.lit(2 * by.numerator, dtype=pl.Int128)).cast(pl.Int64, strict=False)
    signed = pl.when(pl.col(name) < pl.lit(0, dtype=pl.Int128)).then(-whole).otherwise(whole)
    return atoms.to_frame().select(signed.alias(name)).to_series()
