"""A car without its plate: the pseudonym by which the facts know it, and when it was in a workshop."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import polars as pl
from django.conf import settings
from django.utils.translation import gettext as _

from biaogan.engine.facts.kind import Personal
from biaogan.engine.facts.pseudonyms import pseudonym
from biaogan.engine.text import PROVINCES, clean_plate, clean_vin
from biaogan.intake.models import Identity
from biaogan.intake.state import current_version
from biaogan.org.policies import NotAllowed
from biaogan.targets.orders import facts
from biaogan.ui.formats import masked_plate, masked_vin

VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
PLATE = re.compile(rf"[{PROVINCES}][A-Z][A-Z0-9]{{4,5}}[A-Z0-9挂学警港澳]")
NO_VISITS = ("rework",)  # to mend the trouble itself is no coming back


@dataclass(frozen=True)
class Vehicle:
    """`key`: the pseudonym of the VIN where it is known, else of the plate; `shown`: masked."""

    key: str
    shown: str


def vehicle_of(text: str) -> Vehicle | None:
    """The car somebody typed the plate or VIN of; None for nothing. Raises NotAllowed for neither."""
    typed = pl.Series([text])
    vin, plate = clean_vin(typed)[0], clean_plate(typed)[0]
    if not vin:
        return None
    if VIN.fullmatch(vin):
        return Vehicle(_named(vin, Personal.VIN), masked_vin(vin))
    if not plate or not PLATE.fullmatch(plate):
        raise NotAllowed(
            _("This is no number plate and no VIN of 17 characters. Check it, or leave it empty.")
        )
    name = _named(plate, Personal.PLATE)
    vins = {vin for vin, _plate in _pairs([name])}
    return Vehicle(vins.pop() if len(vins) == 1 else name, masked_plate(plate))


def shown(key: str) -> str:
    """The masked plate or VIN of a car that came by file; empty where its clear value is not held."""
    known = Identity.objects.filter(pseudonym=key).first()
    if known is None:
        return ""
    return masked_vin(known.value) if known.personal == Personal.VIN else masked_plate(known.value)


def key_of(vin: str | None, plate: str | None) -> str:
    """Of a row of the facts, which holds pseudonyms already."""
    return vin or plate or ""


def names_of(keys: Collection[str]) -> dict[str, str]:
    """Every pseudonym these cars are known by, and whose it is. A plate that two cars bore names neither."""
    wanted, found = set(keys), _pairs(keys)
    bearers = Counter(plate for _vin, plate in found)
    names: dict[str, str] = {}
    for vin, plate in found:
        if bearers[plate] == 1:
            names |= {plate: vin} if vin in wanted else {vin: plate}
    return names | {key: key for key in keys}


def visits_of(keys: Collection[str], *, rework: bool = False) -> dict[str, list[datetime]]:
    """When these cars were brought to any store, oldest first, as the facts have it (local time).

    Without void and internal orders, and without rework unless it is asked for.
    """
    names = names_of([key for key in keys if key])
    orders = external_orders(rework=rework)
    wanted = pl.col("vin").is_in(list(names)) | pl.col("plate").is_in(list(names))
    found: dict[str, set[datetime]] = defaultdict(set)
    for vin, plate, opened in orders.filter(wanted).select("vin", "plate", "opened_at").collect().iter_rows():
        found[names.get(vin) or names[plate]].add(opened)
    return {key: sorted(moments) for key, moments in found.items()}


def external_orders(*, rework: bool = True) -> pl.LazyFrame:
    """Customers' orders, each once."""
    orders = facts(current_version(), "repair_order").filter(pl.col("surviving"))
    for flag in ("is_void", "is_internal", "is_reversal"):
        orders = orders.filter(~pl.col(flag).fill_null(value=False))
    return orders if rework else orders.filter(~pl.col("ro_type").is_in(NO_VISITS).fill_null(value=False))


def _named(value: str, personal: Personal) -> str:
    return pseudonym(value, personal, settings.BIAOGAN_PSEUDONYM_KEY)


def _pairs(names: Collection[str]) -> set[tuple[str, str]]:
    """VIN and plate of the rows that name one of these, as pseudonyms."""
    named = pl.col("vin").is_in(list(names)) | pl.col("plate").is_in(list(names))
    version = current_version()
    tables = [
        facts(version, kind).filter(named).select("vin", "plate").drop_nulls().unique()
        for kind in ("vehicle", "repair_order")
    ]
    return set(pl.concat(tables).collect().iter_rows())
