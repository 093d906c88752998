"""How far the data can be trusted: complete, fresh, understood, plausible; once per state of the facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

import polars as pl
from django.conf import settings
from django.db.models import Count, Sum

from biaogan.engine.facts.kind import Personal, Type
from biaogan.engine.facts.kinds import KINDS
from biaogan.engine.facts.lake import Lake
from biaogan.engine.periods import days_of, rolling
from biaogan.intake.models import Batch, Identity
from biaogan.intake.naming import field_label, kind_label
from biaogan.intake.outcome import Wording
from biaogan.intake.state import NOTHING, newest
from biaogan.org.models import Store
from biaogan.org.scope import Scope
from biaogan.ui.status import Status

# An order's promise that is the same distance from its opening for most orders is a default nobody edits.
SAME_PROMISE_PERCENT = 60
FEWEST_PROMISES = 20
PROMISE_MONTHS = 3
FRESH_DAYS, LATE_DAYS = 2, 7
COMPLETE, HALF_COMPLETE = 98, 90
# A part that is neither accessory nor care product needs no class of its own.
NEED_NO_CODE = frozenset({"part_class"})
MOST_WORDINGS = 50
IMPOSSIBLE_VIN_LETTERS = "[IOQioq]"
VIN_LENGTH = 17


@dataclass(frozen=True)
class Day:
    """`orders` opened in a store; `missing` on a working day of the region without any."""

    day: date
    orders: int
    missing: bool


@dataclass(frozen=True)
class Promise:
    """The commonest distance between opening and promise; `usable` is None with too few orders to tell."""

    orders: int
    minutes: int | None
    share: float | None
    usable: bool | None


@dataclass(frozen=True)
class StoreQuality:
    code: str
    name: str
    days: tuple[Day, ...]
    complete: float | None  # percent of the working days of the month
    until: datetime | None  # the newest order
    age_days: int | None
    freshness: Status
    orders: int
    without_vin: float | None  # percent: missing or masked
    unusual_vin: float | None  # percent: not 17 possible characters
    promise: Promise

    @property
    def completeness(self) -> Status:
        if self.complete is None:
            return Status.NONE
        return (
            Status.GOOD
            if self.complete >= COMPLETE
            else Status.WATCH
            if self.complete >= HALF_COMPLETE
            else Status.BAD
        )


@dataclass(frozen=True)
class KindQuality:
    """How many rows of a kind were brought and refused, over the active batches of the scope."""

    kind: str
    label: str
    batches: int
    read: int
    quarantined: int

    @property
    def share(self) -> float | None:
        return 100 * self.quarantined / self.read if self.read else None


@dataclass(frozen=True)
class Quality:
    version: str
    months: tuple[str, ...]  # that have orders, newest first
    month: str
    days: tuple[date, ...]
    stores: tuple[StoreQuality, ...]
    kinds: tuple[KindQuality, ...]
    wordings: tuple[Wording, ...]


def quality(*, scope: Scope, month: str, today: date) -> Quality:
    """The data of the stores of the scope; `month` is YYYY-MM, or empty for the newest with orders."""
    state = newest()
    version, pins = (state.version, tuple(sorted(state.pins.items()))) if state else (NOTHING, ())
    facts = _facts(version, pins, Path(settings.BIAOGAN_LAKE))
    months = tuple(reversed(facts.months))
    month = month if month in months else next(iter(months), "")
    days = tuple(days_of(month)) if month else ()
    stores = Store.objects.within(scope).active().order_by("code").values_list("code", "name")
    unusual = _unusual_vins(version)
    return Quality(
        version=version,
        months=months,
        month=month,
        days=days,
        stores=tuple(_store(code, name, facts, month, days, today, unusual) for code, name in stores),
        kinds=_kinds(scope),
        wordings=_wordings(facts, scope),
    )


def promises(stores: Iterable[str], *, month: str) -> dict[str, Promise]:
    """How the stores promise their times, over the month and the two before it."""
    state = newest()
    version, pins = (state.version, tuple(sorted(state.pins.items()))) if state else (NOTHING, ())
    facts = _facts(version, pins, Path(settings.BIAOGAN_LAKE))
    return {code: _promise(facts, code, month) for code in stores}


# What the facts say, for all stores at once.


@dataclass(frozen=True)
class Facts:
    orders: pl.DataFrame  # store, day, month, orders, without_vin
    vins: pl.DataFrame  # store, month, vin, orders
    newest: dict[str, datetime]
    promises: pl.DataFrame  # store, month, minutes, orders
    wordings: pl.DataFrame  # kind, field, store, wording, rows, money_fen
    money: pl.DataFrame  # kind, store, money_fen
    months: tuple[str, ...]


@lru_cache(maxsize=4)
def _facts(_version: str, pins: tuple[tuple[str, int], ...], root: Path) -> Facts:
    lake, pinned = Lake(root), dict(pins)
    read = {
        kind: lake.read(kind, pinned.get(kind))
        for kind in ("repair_order", "ro_labour", "ro_part", "ro_misc")
    }
    orders = _orders(read["repair_order"])
    unmapped = [_unmapped(kind, frame) for kind, frame in read.items()]
    return Facts(
        orders=orders.group_by("store", "day", "month").agg(
            orders=pl.len(), without_vin=pl.col("vin").null_count()
        ),
        vins=orders.drop_nulls("vin").group_by("store", "month", "vin").agg(orders=pl.len()),
        newest=dict(orders.group_by("store").agg(pl.col("opened_at").max()).iter_rows()),
        promises=_promises(orders),
        wordings=pl.concat([frame for pair in unmapped for frame in pair[0]] or [_no_wordings()]),
        money=pl.concat([pair[1] for pair in unmapped]),
        months=tuple(orders["month"].unique().sort()),
    )


def _orders(orders: pl.LazyFrame) -> pl.DataFrame:
    """One row an order, in its surviving state, without void ones."""
    counted = orders.filter(
        pl.col("surviving").fill_null(value=True) & ~pl.col("is_void").fill_null(value=False)
    )
    return counted.select(
        "store",
        "vin",
        "opened_at",
        "promised_first",
        day=pl.col("opened_at").dt.date(),
        month=pl.col("opened_at").dt.strftime("%Y-%m"),
    ).collect()


def _promises(orders: pl.DataFrame) -> pl.DataFrame:
    distance = (pl.col("promised_first") - pl.col("opened_at")).dt.total_minutes()
    promised = orders.drop_nulls("promised_first").with_columns(minutes=distance)
    return promised.group_by("store", "month", "minutes").agg(orders=pl.len())


def _unmapped(kind: str, frame: pl.LazyFrame) -> tuple[list[pl.DataFrame], pl.DataFrame]:
    """Wordings without code by store, and all money of the kind by store."""
    money = _money(kind)
    found = []
    for field in (
        one.name for one in KINDS[kind].fields if one.type is Type.CHOICE and one.name not in NEED_NO_CODE
    ):
        rows = frame.filter(pl.col(field).is_null() & pl.col(f"{field}_text").is_not_null())
        if field == "ro_type":  # one column of category and type is a question of its category
            rows = rows.filter(pl.col("ro_type_text").ne_missing(pl.col("biz_type_text")))
        counted = rows.group_by("store", wording=pl.col(f"{field}_text")).agg(
            rows=pl.len().cast(pl.Int64), money_fen=money.sum()
        )
        found.append(
            counted.select(
                pl.lit(kind).alias("kind"),
                pl.lit(field).alias("field"),
                "store",
                "wording",
                "rows",
                "money_fen",
            ).collect()
        )
    total = (
        frame.group_by("store")
        .agg(money_fen=money.sum())
        .select(pl.lit(kind).alias("kind"), "store", "money_fen")
    )
    return found, total.collect()


def _money(kind: str) -> pl.Expr:
    """The money on a row; an order without a total has that of its parts."""
    if kind == "repair_order":
        parts = pl.sum_horizontal("labour_total_fen", "parts_total_fen", "misc_total_fen")
        return pl.coalesce(pl.col("net_total_fen"), parts).abs()
    return pl.coalesce(pl.col("amount_fen" if kind == "ro_misc" else "net_amount_fen"), pl.lit(0)).abs()


def _no_wordings() -> pl.DataFrame:
    return pl.DataFrame(
        schema={
            "kind": pl.String,
            "field": pl.String,
            "store": pl.String,
            "wording": pl.String,
            "rows": pl.Int64,
            "money_fen": pl.Int64,
        }
    )


@lru_cache(maxsize=4)
def _unusual_vins(_version: str) -> frozenset[str]:
    """Pseudonyms of VINs that no vehicle has; the version only names the state they are kept for."""
    vins = Identity.objects.filter(personal=Personal.VIN.value)
    odd = vins.exclude(value__regex=f"^.{{{VIN_LENGTH}}}$") | vins.filter(value__regex=IMPOSSIBLE_VIN_LETTERS)
    return frozenset(odd.values_list("pseudonym", flat=True))


# One store.


def _store(
    code: str,
    name: str,
    facts: Facts,
    month: str,
    days: tuple[date, ...],
    today: date,
    unusual: frozenset[str],
) -> StoreQuality:
    working = _working_days(facts, month)
    own = facts.orders.filter((pl.col("store") == code) & (pl.col("month") == month))
    opened = dict(own.select("day", "orders").iter_rows())
    shown = tuple(Day(day, opened.get(day, 0), day in working and day not in opened) for day in days)
    orders = int(own["orders"].sum())
    until = facts.newest.get(code)
    age = (today - until.date()).days if until else None
    odd = facts.vins.filter(
        (pl.col("store") == code) & (pl.col("month") == month) & pl.col("vin").is_in(list(unusual))
    )
    return StoreQuality(
        code=code,
        name=name,
        days=shown,
        complete=_percent(len(working & set(opened)), len(working)),
        until=until,
        age_days=age,
        freshness=_freshness(age),
        orders=orders,
        without_vin=_percent(int(own["without_vin"].sum()), orders),
        unusual_vin=_percent(int(odd["orders"].sum()), orders),
        promise=_promise(facts, code, month),
    )


def _working_days(facts: Facts, month: str) -> set[date]:
    """Days on which any store of the home opened an order."""
    return set(facts.orders.filter(pl.col("month") == month)["day"].unique())


def _freshness(age: int | None) -> Status:
    if age is None:
        return Status.NONE
    return Status.GOOD if age <= FRESH_DAYS else Status.WATCH if age <= LATE_DAYS else Status.BAD


def _promise(facts: Facts, code: str, month: str) -> Promise:
    """Over the month and the two before it, so that a quiet month does not decide."""
    window = rolling(month, PROMISE_MONTHS) if month else []
    own = facts.promises.filter((pl.col("store") == code) & pl.col("month").is_in(window))
    counted = (
        own.group_by("minutes")
        .agg(pl.col("orders").sum())
        .sort("orders", "minutes", descending=[True, False])
    )
    orders = int(counted["orders"].sum())
    if orders < FEWEST_PROMISES:
        return Promise(orders, None, None, None)
    minutes, most = counted.row(0)
    share = 100 * most / orders
    return Promise(orders, minutes, share, usable=share <= SAME_PROMISE_PERCENT)


# The whole scope.


def _kinds(scope: Scope) -> tuple[KindQuality, ...]:
    ids = Batch.objects.within(scope).active().order_by().values("pk")
    counted = (
        Batch.objects.filter(pk__in=ids)
        .order_by("kind")
        .values_list("kind")
        .annotate(Count("pk"), Sum("read"), Sum("quarantined"))
    )
    order = list(KINDS)
    found = [KindQuality(kind, kind_label(kind), *numbers) for kind, *numbers in counted]
    return tuple(sorted(found, key=lambda one: order.index(one.kind)))


def _wordings(facts: Facts, scope: Scope) -> tuple[Wording, ...]:
    mine = pl.lit(value=True) if scope.everything else pl.col("store").is_in(sorted(scope.store_codes))
    summed = (
        facts.wordings.filter(mine)
        .group_by("kind", "field", "wording")
        .agg(pl.col("rows", "money_fen").sum())
    )
    money = dict(facts.money.filter(mine).group_by("kind").agg(pl.col("money_fen").sum()).iter_rows())
    most = summed.sort("money_fen", "rows", "wording", descending=[True, True, False]).head(MOST_WORDINGS)
    return tuple(_as_wordings(most.iter_rows(), money))


def _as_wordings(rows: Iterable[tuple[str, str, str, int, int]], money: dict[str, int]) -> Iterable[Wording]:
    for kind, field, wording, count, fen in rows:
        yield Wording(
            kind, field, field_label(kind, field), wording, count, fen, _percent(fen, money.get(kind, 0))
        )


def _percent(part: float, whole: float) -> float | None:
    return 100 * part / whole if whole else None
