"""What is held of a person: found, exported, deleted on request.

Facts carry pseudonyms, so the person leaves with the clear values: the identities, the refused
rows, the originals and the waiting uploads that name them. The facts stay, without a name.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from biaogan.engine.facts.kind import Kind, Personal
from biaogan.engine.facts.kinds import KINDS
from biaogan.engine.facts.pseudonyms import pseudonym
from biaogan.engine.text import clean_phone, clean_plate, clean_vin, trimmed
from biaogan.intake.committing import refused_rows
from biaogan.intake.deleting import Wanted
from biaogan.intake.models import Batch, Identity
from biaogan.intake.queries import is_whole
from biaogan.intake.state import lake, lineage, newest
from biaogan.jobs import actions as jobs
from biaogan.jobs.models import Job
from biaogan.org.audit import record
from biaogan.org.models import Person
from biaogan.org.scope import Scope

# Classes that say who somebody is; advisors and technicians beside them are other people.
OWN = frozenset({Personal.VIN, Personal.PLATE, Personal.PHONE, Personal.NAME, Personal.CUSTOMER})
NAMED = OWN | {Personal.STAFF}
MOST_FOUND = 20
MOST_TOGETHER = 40
SHORTEST_VALUE = 2
PHONE, VIN = re.compile(r"1\d{10}"), re.compile(r"[A-Z0-9]{17}")


class OtherStores(Exception):
    """The person is also known in stores outside the scope."""


@dataclass(frozen=True)
class Together:
    """A value that stands in the same rows as the one asked for."""

    identity: Identity
    rows: int


@dataclass(frozen=True)
class Held:
    """What the facts hold of the pseudonyms asked for: rows by kind, and the values beside them."""

    identity: Identity
    rows: tuple[tuple[str, int], ...]
    together: tuple[Together, ...]


def find(*, text: str, scope: Scope) -> list[Identity]:
    """The identities with exactly this value, however it is spelled, that occur in rows of the scope."""
    found = Identity.objects.filter(value__in=spellings(text)).order_by("personal", "value")[:MOST_FOUND]
    return [identity for identity in found if is_within(identity, scope)]


def is_within(identity: Identity, scope: Scope) -> bool:
    """Whether a store of the scope ever sent this value, in rows that were accepted or refused."""
    if scope.everything:
        return True
    stores = {store for store in _stores_that_sent({identity.pseudonym}) if store in scope.store_codes}
    return bool(stores) or _stands_in_refused_rows(identity, scope)


def _stores_that_sent(pseudonyms: set[str]) -> set[str]:
    """Stores with accepted rows that name a pseudonym, undone batches and former versions included."""
    stores: set[str] = set()
    for path in lake().root.glob("received/*/*.parquet"):
        texts = [name for name, of in pl.read_parquet_schema(path).items() if of == pl.String]
        named = pl.any_horizontal(pl.col(name).is_in(sorted(pseudonyms)) for name in texts)
        rows = pl.scan_parquet(path).filter(named).select("store").unique().collect()
        stores |= set(rows["store"].drop_nulls())
    return stores


def _stands_in_refused_rows(identity: Identity, scope: Scope) -> bool:
    """Whether refused rows of batches that lie wholly in the scope hold the value."""
    wanted = Wanted([identity])
    batches = Batch.objects.within(scope).select_related("file").filter(quarantined__gt=0)
    return any(wanted.in_frame(refused_rows(batch.code)) for batch in batches if is_whole(batch, scope))


def _only_refused(text: str, scope: Scope) -> list[Identity]:
    """A value that stands in refused rows alone gets an identity, so that it can be deleted."""
    value = clean_plate(pl.Series([text]))[0] or text.strip()
    personal = (
        Personal.PHONE if PHONE.fullmatch(value) else Personal.VIN if VIN.fullmatch(value) else Personal.NAME
    )
    name = pseudonym(value, personal, settings.BIAOGAN_PSEUDONYM_KEY)
    identity = Identity(pseudonym=name, personal=personal.value, value=value)
    if len(value) < SHORTEST_VALUE or not _stands_in_refused_rows(identity, scope):
        return []
    identity.save()
    return [identity]


@transaction.atomic
def search(*, text: str, scope: Scope, by: Person) -> list[Identity]:
    """A search for a person, noted without the value that was typed."""
    found = find(text=text, scope=scope) or _only_refused(text, scope)
    pseudonyms = {identity.pseudonym for identity in found}
    record(
        "intake.search_person",
        by=by,
        about="person-data",
        key=_key(pseudonyms),
        details={"found": sorted(pseudonyms)},
    )
    return found


def spellings(text: str) -> set[str]:
    """The forms in which intake keeps a VIN, a plate, a telephone number or a name."""
    one = pl.Series([text])
    cleaned = [clean(one)[0] for clean in (trimmed, clean_vin, clean_plate, clean_phone)]
    return {value for value in cleaned if value}


def held(*, identity: Identity, scope: Scope) -> Held:
    frames = _frames({identity.pseudonym}, scope)
    rows = tuple((kind, frame.height) for kind, frame in frames.items())
    return Held(identity, rows, _together(identity, frames))


def _together(identity: Identity, frames: dict[str, pl.DataFrame]) -> tuple[Together, ...]:
    counts: dict[str, int] = {}
    for kind, frame in frames.items():
        for column in _personal_columns(KINDS[kind], OWN):
            for value, rows in frame[column].drop_nulls().value_counts().iter_rows():
                counts[value] = counts.get(value, 0) + rows
    counts.pop(identity.pseudonym, None)
    most = sorted(counts, key=lambda pseudonym: -counts[pseudonym])[:MOST_TOGETHER]
    found = Identity.objects.in_bulk(most)
    return tuple(Together(found[name], counts[name]) for name in most if name in found)


def _personal_columns(kind: Kind, classes: frozenset[Personal]) -> list[str]:
    return [field.column for field in kind.fields if field.personal in classes]


def _frames(pseudonyms: set[str], scope: Scope | None) -> dict[str, pl.DataFrame]:
    """The current facts that name one of the pseudonyms, by kind; with a scope, of its stores only."""
    state = newest()
    frames = {}
    for code, kind in KINDS.items():
        columns = _personal_columns(kind, NAMED)
        if state is None or code not in state.pins or not columns:
            continue
        named = pl.any_horizontal(pl.col(column).is_in(sorted(pseudonyms)) for column in columns)
        rows = lake().read(code, state.pins[code]).filter(named)
        if scope is not None and not scope.everything:
            rows = rows.filter(pl.col("store").is_in(sorted(scope.store_codes)))
        if (frame := rows.drop("part", "bucket").collect()).height:
            frames[code] = frame
    return frames


# Export.


@transaction.atomic
def export_person(*, pseudonyms: set[str], scope: Scope, by: Person, at: datetime) -> bytes:
    """Everything that is held, with the clear values and the place in the files, as JSON."""
    identities = list(Identity.objects.filter(pseudonym__in=pseudonyms).order_by("personal", "value"))
    frames = _frames(pseudonyms, scope)
    clear = {identity.pseudonym: identity.value for identity in identities}
    places = lineage({batch for frame in frames.values() for batch in frame["batch"].unique()})
    content = {
        "exported_at": at.isoformat(timespec="seconds"),
        "identities": [{"class": one.personal, "value": one.value} for one in identities],
        "facts": {kind: _exported(KINDS[kind], frame, clear, places) for kind, frame in frames.items()},
    }
    record(
        "intake.export_person",
        by=by,
        about="person-data",
        key=_key(pseudonyms),
        details={"pseudonyms": sorted(pseudonyms), "rows": sum(frame.height for frame in frames.values())},
    )
    return json.dumps(content, ensure_ascii=False, indent=1, default=str).encode("utf-8")


def _exported(
    kind: Kind, frame: pl.DataFrame, clear: dict[str, str], places: dict[str, tuple[str, str]]
) -> list[dict[str, Any]]:
    """Rows with file, sheet and line. Pseudonyms of other people stay out."""
    personal = set(_personal_columns(kind, NAMED))
    rows = []
    for row in frame.iter_rows(named=True):
        file, sheet = places.get(row["batch"], ("", ""))
        values = {
            name: clear.get(value) if name in personal else value
            for name, value in row.items()
            if name not in {"batch", "line"}
        }
        filled = {name: value for name, value in values.items() if value is not None}
        rows.append({"file": file, "sheet": sheet, "line": row["line"], **filled})
    return rows


# Deletion.

DELETE = "intake.delete_person"


@transaction.atomic
def ask_to_delete(*, pseudonyms: set[str], scope: Scope, by: Person) -> Job:
    """Every original is looked through, so the work is done in the background."""
    if not scope.everything and (outside := _outside(pseudonyms, scope)):
        stores = ", ".join(sorted(outside))
        raise OtherStores(
            _("Stores outside your region hold data of this person too (%(stores)s).") % {"stores": stores}
        )
    return jobs.enqueue(kind=DELETE, by=by, payload={"pseudonyms": sorted(pseudonyms)})


def _outside(pseudonyms: set[str], scope: Scope) -> set[str]:
    return _stores_that_sent(pseudonyms) - scope.store_codes


def _key(pseudonyms: set[str]) -> str:
    return min(pseudonyms, default="")
