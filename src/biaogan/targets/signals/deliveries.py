"""Rules about what the stores deliver: data that stays away, cars that stand, figures nobody can trust."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from biaogan.engine.metrics import waiting
from biaogan.engine.periods import month_of
from biaogan.engine.text import Text
from biaogan.followup.rule import Fact, Finding, Rule
from biaogan.intake.quality import LATE_DAYS, promises
from biaogan.intake.state import snapshot
from biaogan.intake.waiting import waiting_rows
from biaogan.targets.numbers import ENGINE, newest_days

LONGEST_OPEN_DAYS = 7
NAMED = 5  # orders in the evidence

LATE_UPLOAD = Rule("late-upload", Text("门店数据迟交", "A store’s data is late"), 64)
OPEN_ORDERS = Rule(
    "open-orders", Text("在修工单超过 7 天", "Orders open for more than 7 days"), 63, "wip-orders"
)
WAITING_ROWS = Rule("waiting-rows", Text("退回的数据行未修改", "Refused rows have not been mended"), 48)
DEFAULT_PROMISE = Rule(
    "default-promise", Text("预交车时间从不修改", "Promised times are never edited"), 47, "on-time-delivery"
)
RULES = (LATE_UPLOAD, OPEN_ORDERS, WAITING_ROWS, DEFAULT_PROMISE)


def found(stores: Sequence[str], *, today: date) -> list[Finding]:
    """What stands out today; a store that has never sent anything is not late."""
    newest = newest_days(stores)
    known = [store for store in stores if store in newest]
    return [
        *late_uploads(newest, today),
        *open_orders(known, newest, today),
        *rows_waiting(known, today),
        *default_promises(known, newest, today),
    ]


def late_uploads(newest: dict[str, date], today: date) -> Iterator[Finding]:
    for store, day in newest.items():
        if (age := (today - day).days) > LATE_DAYS:
            yield Finding(
                LATE_UPLOAD, store, month_of(today),
                Text(
                    f"最新工单是 {day:%Y-%m-%d}，已过 {age} 天",
                    f"the newest order is of {day:%Y-%m-%d}, {age} days ago",
                ),
                value=Text(f"{age} 天", f"{age} days"), strength=float(age), address=_imports(store),
            )  # fmt: skip


def open_orders(stores: Sequence[str], newest: dict[str, date], today: date) -> Iterator[Finding]:
    """Measured at the store's newest data: what was not sent yet may have been settled."""
    limits = {store: _open_since(newest[store]) for store in stores}
    if not limits:
        return
    with ENGINE:
        orders = waiting.open_orders(snapshot(), stores=stores, opened_before=max(limits.values()))
    for store, limit in limits.items():
        own = [row for row in orders.rows() if row[0] == store and row[2] < limit]
        if own:
            yield _open(store, own, newest[store], today)


def _open_since(newest: date) -> datetime:
    return datetime.combine(newest - timedelta(days=LONGEST_OPEN_DAYS), time())


def _open(store: str, orders: Sequence[tuple[str, str, datetime]], until: date, today: date) -> Finding:
    count, oldest = len(orders), (until - orders[0][2].date()).days
    return Finding(
        OPEN_ORDERS, store, month_of(today),
        Text(
            f"最久的已开 {oldest} 天（数据截至 {until:%Y-%m-%d}）",
            f"the oldest for {oldest} days (data up to {until:%Y-%m-%d})",
        ),
        value=Text(f"{count} 单", _counted(count, "order")), strength=float(count),
        evidence=tuple(
            Fact(Text(number, number), Text(f"{opened:%Y-%m-%d} 开单", f"opened {opened:%Y-%m-%d}"))
            for _store, number, opened in orders[:NAMED]
        ),
        address=_metric("wip-orders", store, until),
    )  # fmt: skip


def rows_waiting(stores: Sequence[str], today: date) -> Iterator[Finding]:
    for store, one in waiting_rows(stores, today=today).items():
        yield Finding(
            WAITING_ROWS, store, month_of(today),
            Text(f"自 {one.since:%Y-%m-%d} 起未重新导入", f"not brought again since {one.since:%Y-%m-%d}"),
            value=Text(f"{one.rows} 行", _counted(one.rows, "row")), strength=float(one.rows),
            address=reverse("intake:batch", args=[one.batch]),
        )  # fmt: skip


def default_promises(stores: Sequence[str], newest: dict[str, date], today: date) -> Iterator[Finding]:
    for store in stores:
        month = month_of(newest[store])
        promise = promises([store], month=month)[store]
        if promise.usable is False and promise.share is not None:
            share, minutes = f"{promise.share:.0f}%", promise.minutes
            yield Finding(
                DEFAULT_PROMISE, store, month_of(today),
                Text(
                    f"{share} 的工单都是开单后 {minutes} 分钟，准时交车率不可信",
                    f"{share} of the orders promise {minutes} minutes: on-time delivery cannot be trusted",
                ),
                value=Text(share, share), strength=promise.share,
                address=f"{reverse('intake:quality')}?month={month}",
            )  # fmt: skip


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _imports(store: str) -> str:
    return f"{reverse('intake:imports')}?{urlencode({'store': store})}"


def _metric(slug: str, store: str, until: date) -> str:
    about = urlencode({"month": month_of(until), "store": store})
    return f"{reverse('targets:metric', args=[slug])}?{about}"
