"""Invented people, plates, telephone numbers and vehicle numbers: visibly made up, never anybody's."""

from __future__ import annotations

import numpy as np

from biaogan.intake.demonstration.chance import Array

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN_FIRST = "子雨思嘉文晓志海明佳欣宇晨浩俊梓若诗天立"
GIVEN_LAST = "涵轩怡然杰琪宁博远航琳瑶凯峰睿萱辉洁悦诚"
PLATE_CHARACTERS = np.array(list("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"))
VIN_CHARACTERS = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"
VIN_WEIGHTS = np.array([8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2])
_LETTER_VALUES = dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", [*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)], strict=True)
)
YEAR_LETTERS = "ABCDEFGHJKLMNPRSTVWXY123456789"  # 2010 = A, repeats after 30 years


def people(rng: np.random.Generator, n: int) -> Array:
    """Names of two or three characters drawn at random."""
    surname = np.array(list(SURNAMES), dtype=object)[rng.integers(0, len(SURNAMES), n)]
    first = np.array(list(GIVEN_FIRST), dtype=object)[rng.integers(0, len(GIVEN_FIRST), n)]
    last = np.array(list(GIVEN_LAST), dtype=object)[rng.integers(0, len(GIVEN_LAST), n)]
    found: Array = surname + np.where(rng.random(n) < 0.25, "", first) + last
    return found


def distinct_people(rng: np.random.Generator, n: int) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < n:
        names.update(dict.fromkeys(people(rng, n)))
    return list(names)[:n]


def phones(rng: np.random.Generator, n: int) -> Array:
    """199 0000 xxxx: a pattern nobody mistakes for a customer's number."""
    return np.array([f"1990000{number:04d}" for number in rng.integers(0, 10_000, n)], dtype=object)


def plates(store_no: int, n: int) -> Array:
    """`测` (test) plus the store and a running number: no province has such plates."""
    return np.array([f"测{chr(65 + store_no)}{number:05d}" for number in range(n)], dtype=object)


def vehicle_numbers(store_no: int, series: Array, years: Array) -> Array:
    """17 characters with a right check digit; `L00` is no maker's prefix.

    `series` and `years` (of sale) decide digits of the number; the running index makes it unique.
    """
    n = len(series)
    letters = np.array(list(YEAR_LETTERS))[(years - 2010) % 30]
    raw = [
        f"L00YY{kind}{store_no}G0{letter}D{serial:06d}"
        for kind, letter, serial in zip(series, letters, range(n), strict=True)
    ]
    values = np.array([[_value(character) for character in text] for text in raw]).reshape(n, 17)
    rest = (values * VIN_WEIGHTS).sum(axis=1) % 11
    digit = np.where(rest == 10, "X", rest.astype(str))
    return np.array(
        [text[:8] + check + text[9:] for text, check in zip(raw, digit, strict=True)], dtype=object
    )


def _value(character: str) -> int:
    return int(character) if character.isdigit() else _LETTER_VALUES[character]
