"""Quality at a glance: per store the ladder, what stands open, and when somebody last looked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from biaogan.engine.methods.ladder import Answer, Ladder, climb, together
from biaogan.org.models import Store
from biaogan.org.scope import Scope
from biaogan.quality.models import CheckItem, Finding
from biaogan.quality.parts import modules
from biaogan.quality.standards.queries import reviews_due
from biaogan.quality.witnesses.queries import looks, span
from biaogan.quality.witnesses.seen import Witness, Witnessed
from biaogan.quality.witnesses.standings import About, Standing
from biaogan.targets.numbers import stores_of

DAYS = 90
EYES = (
    Witness.ANNOUNCED,
    Witness.SURPRISE,
    Witness.SHOP,
    Witness.VIDEO,
)  # who looks with the written scores in hand


@dataclass(frozen=True)
class AtStore:
    """`standings` by what they are about, where a part of the room has something to say."""

    store: Store
    ladder: Ladder
    breaches: int
    findings: int
    standings: dict[str, Standing]


@dataclass(frozen=True)
class Overview:
    stores: Sequence[AtStore]
    since: date
    reviews_due: int

    @property
    def counted(self) -> float | None:
        return together(one.ladder for one in self.stores)

    @property
    def breaches(self) -> int:
        return sum(one.breaches for one in self.stores)

    @property
    def findings(self) -> int:
        return sum(one.findings for one in self.stores)

    @property
    def told(self) -> list[str]:
        """What the parts of the room tell of any store."""
        return [about for about in About.values if any(about in one.standings for one in self.stores)]


def overview(*, scope: Scope, today: date) -> Overview:
    """Of the stores a person sees, by code."""
    stores = stores_of(scope)
    since, until = span(today, DAYS)
    answers = answers_of(looks(stores=stores, since=since, until=until, records=False))
    open_ones, breaches = _findings(scope)
    standings = _standings(stores, today, scope)
    found = [
        AtStore(
            store,
            climb(answers[store.pk], breaches=breaches[store.pk]),
            breaches[store.pk],
            open_ones[store.pk],
            standings[store.pk],
        )
        for store in stores
    ]
    return Overview(found, since, reviews_due(today))


def answers_of(found: Iterable[Witnessed]) -> dict[int, list[Answer]]:
    """Store -> one answer an item: the share of looks that passed. Every item weighs the same."""
    sums: dict[tuple[int, int], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for one in found:
        if one.witness in EYES:
            held = sums[one.store_id, one.item_id]
            held[0] += one.passed
            held[1] += one.total
    levels = dict(CheckItem.objects.values_list("pk", "level"))
    answers: dict[int, list[Answer]] = defaultdict(list)
    for (store, item), (passed, total) in sums.items():
        answers[store].append(Answer(levels[item], min(passed / total, 1.0), 1.0))
    return answers


def _findings(scope: Scope) -> tuple[Counter[int], Counter[int]]:
    """Standing findings and, among them, basic breaches, by store."""
    rows = Finding.objects.within(scope).standing()
    return (
        Counter(rows.values_list("store", flat=True)),
        Counter(rows.basic_breaches().values_list("store", flat=True)),
    )


def _standings(stores: Sequence[Store], today: date, scope: Scope) -> dict[int, dict[str, Standing]]:
    found: dict[int, dict[str, Standing]] = defaultdict(dict)
    for part in modules("standing"):
        for one in part.standing(stores=stores, today=today):
            follows = one.needs is None or scope.allows(one.needs)
            found[one.store_id][one.about] = one if follows else replace(one, url="")
    return found
