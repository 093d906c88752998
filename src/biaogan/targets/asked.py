"""What a page is asked about: a month with data, one store or the region the person sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from biaogan.engine.periods import last_day
from biaogan.org.models import Store
from biaogan.org.scope import Scope
from biaogan.targets.numbers import months_with_data, newest_complete, stores_of

REGION = "region"


class NoSuchStore(Exception):
    """No store of this code lies in the scope."""


@dataclass(frozen=True)
class Asked:
    """`month` is empty, and `months` too, before the first file."""

    stores: Sequence[Store]
    store: Store | None
    months: Sequence[str]  # oldest first
    month: str
    today: date

    @property
    def codes(self) -> list[str]:
        return [store.code for store in self.stores]

    def at_first_store(self) -> Asked:
        """The same question of one store, where no store was named."""
        return replace(self, store=self.stores[0] if self.stores else None)

    @property
    def place(self) -> str:
        return self.store.code if self.store else REGION

    @property
    def running(self) -> bool:
        """The month is not over: it is not compared with whole months."""
        return bool(self.month) and last_day(self.month) >= self.today

    @property
    def newest_first(self) -> list[str]:
        return list(reversed(self.months))


def asked(*, scope: Scope, today: date, month: str | None = None, store: str | None = None) -> Asked:
    """The newest complete month where none, or one without data, is named. Raises NoSuchStore."""
    stores = stores_of(scope)
    months = months_with_data([one.code for one in stores])
    chosen = month if month in months else (newest_complete(months, today) if months else "")
    return Asked(stores, _named(stores, store), months, chosen or "", today)


def _named(stores: Sequence[Store], code: str | None) -> Store | None:
    if not code:
        return None
    for store in stores:
        if store.code == code:
            return store
    raise NoSuchStore(code)
