"""One field for stores, people, metrics, pages and orders, by letters, codes or pinyin initials."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import polars as pl
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.intake.state import current_version
from biaogan.org.models import Person, Store
from biaogan.org.permissions import Permission
from biaogan.org.scope import Scope
from biaogan.targets.order_tables import order_url
from biaogan.targets.orders import ORDER, facts
from biaogan.targets.written import said
from biaogan.ui.links import Link

MOST = 8  # of a kind
SHORTEST_NUMBER = 3


@dataclass(frozen=True)
class Hits:
    """What was found of one kind."""

    name: str
    links: Sequence[Link]


@dataclass(frozen=True)
class Candidate:
    link: Link
    words: tuple[str, ...]


def search(text: str, *, scope: Scope, pages: Sequence[Link]) -> list[Hits]:
    """Kinds with hits, best first in each; nothing outside the scope or the permissions."""
    sought = folded(text)
    if not sought:
        return []
    kinds = [
        (pgettext("search", "Pages"), [Candidate(page, (page.label,)) for page in pages]),
        (_("Stores"), _stores(scope)),
        (_("Metrics"), _metrics(scope)),
        (_("People"), _people(scope)),
    ]
    found = [Hits(name, best(sought, candidates)) for name, candidates in kinds]
    found.append(Hits(_("Repair orders"), _orders(text.strip(), scope)))
    return [hits for hits in found if hits.links]


def _stores(scope: Scope) -> list[Candidate]:
    if not scope.allows(Permission.SEE_FIGURES):
        return []
    stores = Store.objects.within(scope).prefetch_related("aliases")
    return [
        Candidate(
            Link(store.name, reverse("targets:store", args=[store.code])),
            (store.name, store.code, *(alias.text for alias in store.aliases.all())),
        )
        for store in stores
    ]


def _metrics(scope: Scope) -> list[Candidate]:
    if not scope.allows(Permission.SEE_FIGURES):
        return []
    return [
        Candidate(
            Link(said(metric.name), reverse("targets:metric", args=[metric.slug])),
            (said(metric.name), metric.name.zh, metric.name.en, metric.slug, metric.code),
        )
        for metric in CATALOGUE.values()
    ]


def _people(scope: Scope) -> list[Candidate]:
    if not scope.allows(Permission.SEE_PEOPLE):
        return []
    return [
        Candidate(
            Link(person.display_name, reverse("org:person", args=[person.pk])),
            (person.display_name, person.username),
        )
        for person in Person.objects.within(scope)
    ]


def _orders(text: str, scope: Scope) -> list[Link]:
    """Orders whose number begins so."""
    if len(text) < SHORTEST_NUMBER or not scope.allows(Permission.SEE_ORDERS):
        return []
    found = facts(current_version(), ORDER).filter(
        pl.col("surviving"),
        pl.col("store").is_in(sorted(scope.store_codes)),
        pl.col("ro_no").str.starts_with(text),
    )
    rows = found.select("ro_no", "store").head(MOST).collect().sort("ro_no", "store")
    return [Link(f"{number} · {store}", order_url(store, number)) for number, store in rows.iter_rows()]


def best(sought: str, candidates: Iterable[Candidate]) -> list[Link]:
    """What begins with the text before what contains it."""
    places = [(_place(sought, candidate.words), candidate.link) for candidate in candidates]
    hits = sorted(
        ((place, link.label, link) for place, link in places if place is not None), key=lambda hit: hit[:2]
    )
    return [link for _place_found, _label, link in hits[:MOST]]


def _place(sought: str, words: Iterable[str]) -> int | None:
    spelled = [form for word in words for form in spellings(word)]
    if any(form.startswith(sought) for form in spelled):
        return 0
    return 1 if any(sought in form for form in spelled) else None


def folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@lru_cache(maxsize=4096)
def spellings(word: str) -> tuple[str, ...]:
    """A word as typed, and a Chinese one also in pinyin: in full and by initials."""
    plain = folded(word)
    if plain.isascii():
        return (plain,)
    # Its tables take a tenth of a second to load: only a search needs them.
    from pypinyin import Style, lazy_pinyin

    return plain, "".join(lazy_pinyin(plain)), "".join(lazy_pinyin(plain, style=Style.FIRST_LETTER))
