"""Levers as people write them: percent, yuan and quarters in place of shares and fen."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biaogan.engine.methods.three_year.levers import LIMITS, Levers, read_levers
from biaogan.engine.text import Text
from biaogan.targets.written import said

COST = "own_cost_fen"
QUARTERS_IN = "discount_in"
MOST_YUAN = 10**10
GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (
        gettext_lazy("Discount for everybody"),
        (
            "discount_depth",
            "discount_reach",
            "discount_from",
            "discount_for",
            QUARTERS_IN,
            "manufacturer_share",
        ),
    ),
    (gettext_lazy("Coupon for lost customers"), ("lost_depth", "lost_leak")),
    (gettext_lazy("Service contract"), ("contract", "contract_depth")),
    (gettext_lazy("Service, people and prices"), ("reminders", "app", "training", "price_level", COST)),
)  # fmt: skip
# Settings that mean nothing while the lever they belong to is not used.
OWNERS = {
    "discount_reach": "discount_depth",
    "discount_from": "discount_depth",
    "discount_for": "discount_depth",
    QUARTERS_IN: "discount_depth",
    "manufacturer_share": "discount_depth",
    "lost_leak": "lost_depth",
    "contract_depth": "contract",
}
NAMES = tuple(name for _title, names in GROUPS for name in names)


class NotWritable(ValueError):
    """Carries the sentence the person reads."""


def label(name: str) -> str:
    if name == QUARTERS_IN:
        return _("Quarters of the year with the discount")
    if name == COST:
        return _("Further cost per year")
    return said(Text(zh=LIMITS[name].zh, en=LIMITS[name].en))


def unit(name: str) -> str:
    if name == COST:
        return _("yuan")
    return "%" if name in LIMITS and LIMITS[name].percent else ""


def read(name: str, text: str) -> object:
    """The lever's own value. What is no number is handed on as it is: the levers refuse it with a sentence.

    Raises NotWritable where the person most likely means something else.
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    marked = plain.endswith("%")
    try:
        number = Decimal(plain.removesuffix("%").strip())
    except InvalidOperation:
        return text.strip()
    if not number.is_finite():
        return text.strip()
    if name == COST:
        return _fen(number)
    if not LIMITS[name].percent:
        return int(number) if number == int(number) else float(number)
    if 0 < number < 1 and not marked:
        raise NotWritable(_("This would be less than 1 percent. Write 15 or 15%, not 0.15."))
    return float(number / 100)


def _fen(yuan: Decimal) -> int:
    if not 0 <= yuan <= MOST_YUAN:
        raise NotWritable(_("Enter an amount of yuan from 0 up."))
    return int(yuan * 100)


def write(name: str, value: Any) -> Any:
    """A lever's value as it stands in its field."""
    if name == QUARTERS_IN:
        return [str(one) for one in value]
    if name == COST:
        return f"{Decimal(value) / 100:.2f}".removesuffix(".00")
    if LIMITS[name].percent:
        return f"{(Decimal(repr(float(value))) * 100).normalize():f}"
    return str(value)


def in_words(levers: Levers) -> list[tuple[str, str]]:
    """The levers that differ from doing nothing, with the settings that belong to them."""
    neutral = Levers()
    found = []
    for name in NAMES:
        value, owner = getattr(levers, name), OWNERS.get(name)
        if getattr(levers, owner) != getattr(neutral, owner) if owner else value != getattr(neutral, name):
            found.append((label(name), _shown(name, value)))
    return found


def _shown(name: str, value: Any) -> str:
    written = write(name, value)
    if isinstance(written, list):
        return ", ".join(written)
    return f"{written} {unit(name)}".strip()


def initial(levers: Levers) -> Mapping[str, Any]:
    return {field.name: write(field.name, getattr(levers, field.name)) for field in fields(Levers)}


def kept(levers: Mapping[str, Any]) -> Levers:
    """The levers of a kept decision, which were checked when it was written."""
    found, refused = read_levers(levers)
    if found is None:
        raise ValueError("; ".join(one.message.en for one in refused))
    return found
