"""Which headers name which field, kind by kind."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from biaogan.engine.facts.kinds import KINDS
from biaogan.engine.text import split_header

FOLDER = Path(__file__).parent
NOT_KINDS = frozenset({"customer", "calendar", "action"})
STORE, STORE_NAME = "store", "store_name"
PHONES = {"appointment": "phone", "survey": "phone", "repair_order": "owner_phone", "vehicle": "owner_phone"}
RENAMED = {"store_id": STORE, "deliverer_phone_hash": "deliverer_phone"}
# A kind reads these fields of another entity too: an order export repeats what it knows of car and owner.
BORROWED: dict[str, dict[str, tuple[str, str]]] = {
    "repair_order": {
        "owner": ("customer", "name"),
        "owner_phone": ("customer", "phone_hash"),
        "vin": ("vehicle", "vin"),
        "plate": ("vehicle", "plate"),
        "model": ("vehicle", "model"),
        "series": ("vehicle", "series"),
        "brand": ("vehicle", "brand"),
        "sale_date": ("vehicle", "sale_date"),
        "sold_by_store": ("vehicle", "sold_by_store"),
    },
    "vehicle": {
        "owner": ("customer", "name"),
        "owner_phone": ("customer", "phone_hash"),
        "owner_id": ("customer", "customer_id"),
    },
}
BESIDE = {"finance_month": ("amount_unit",)}  # read by the check, not kept
# Headers that hold values of another field of their kind: a column for each indicator or charge.
SPREAD_FROM = {"reported_kpi": "code", "ro_misc": "kind"}


@dataclass
class Synonyms:
    """The headers of one kind: `fields[key]` lists (rank, field), the best rank first.

    `joined` holds (key of the date, key of the time, field), `spread` the headers that are values of a field.
    """

    fields: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    joined: list[tuple[str, str, str]] = field(default_factory=list)
    spread: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, headers: list[str], *, rank: int = 0) -> None:
        for place, header in enumerate(headers):
            if "+" in header:
                first, second = header.split("+")
                self.joined.append((key(first), key(second), name))
            elif all(name != known for _, known in self.fields[key(header)]):
                self.fields[key(header)].append((rank + place, name))

    def fields_of(self, header: str) -> list[tuple[int, str]]:
        return self.fields.get(header, [])


def key(header: str) -> str:
    """The form in which headers are compared, without case, width, blanks, marks, units, underscores."""
    return split_header(header)[0].replace("_", "")


def _loaded(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / name).read_text("utf-8"))
    return loaded


@cache
def all_headers() -> dict[str, frozenset[str]]:
    """Every known header, with the kinds that know it."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for kind, known in synonyms().items():
        for header in (*known.fields, *known.spread, *(one for pair in known.joined for one in pair[:2])):
            kinds[header].add(kind)
    return {header: frozenset(names) for header, names in kinds.items()}


@cache
def synonyms() -> dict[str, Synonyms]:
    """The headers of every kind."""
    entities, more = _loaded("header_synonyms.json")["entities"], _loaded("more_synonyms.json")
    return {kind: _of_kind(kind, entities, more.get(kind, {})) for kind in KINDS}


def _of_kind(kind: str, entities: dict[str, Any], more: dict[str, list[str]]) -> Synonyms:
    known = Synonyms()
    allowed = {declared.name for declared in KINDS[kind].fields} | {STORE, STORE_NAME, *BESIDE.get(kind, ())}
    for name, lists in entities.get(kind, {"fields": {}})["fields"].items():
        headers = lists["attested"] + lists["convention"]
        own = PHONES.get(kind, "") if name == "phone_hash" else RENAMED.get(name, name)
        if kind in SPREAD_FROM and name == SPREAD_FROM[kind]:
            known.spread |= {key(header): header for header in headers}
        elif own in allowed:
            known.add(own, headers)
    for name, (entity, source) in BORROWED.get(kind, {}).items():
        lists = entities[entity]["fields"][source]
        known.add(name, lists["attested"] + lists["convention"], rank=50)
    for name, headers in more.items():
        known.add(name, headers, rank=100)
    _add_store(known, entities["store"]["fields"], more=_loaded("more_synonyms.json")["store"])
    for name in sorted(allowed):
        known.add(name, [name], rank=200)
    return known


def _add_store(known: Synonyms, fields: dict[str, Any], *, more: dict[str, list[str]]) -> None:
    """Every kind may name its store, by code or by name."""
    for name, source in ((STORE, "store_id"), (STORE_NAME, "store_name")):
        lists = fields[source]
        known.add(name, lists["attested"] + lists["convention"] + more[name], rank=150)
    known.add(STORE_NAME, ["所属门店", "适用门店", "门店/分厂"], rank=190)
