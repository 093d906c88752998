"""The room of operating targets: its pages for ten and a hundred stores, the three-year test, the watch."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from landing import grown
from pages import Visitor, p95, product
from processes import Table, script, timed, told
from region import Size

TIMES = 12  # a page and size: every third month of three years
PAGES = {
    "metrics": "/metrics?month={month}",
    "metric": "/metrics/first-time-fix?month={month}&store={store}",
    "comparison of shares": "/metrics/first-time-fix/comparison?month={month}",
    "comparison of money": "/metrics/revenue-per-visit/comparison?month={month}&span=12",
    "why, money": "/metrics/revenue/why?month={month}&against=year",
    "why, a share": "/metrics/gross-margin/why?month={month}&against=month",
    "signals": "/signals?month={month}",
    "signal": "/signals/first-time-fix?store={store}&month={month}",
    "landing": "/landing",
    "scorecard": "/scorecard?month={month}",
    "scorecard of a store": "/scorecard/stores/{store}?month={month}",
    "weights": "/scorecard/weights",
    "targets": "/goals?metric=revenue&year={year}",
    "targets of a store": "/goals?store={store}&year={year}",
    "decisions": "/decisions",
    "decision": "/decisions/{decision}",
    "alerts": "/alerts",
    "tasks": "/tasks",
}
SECOND = 1000


class Manager(Visitor):
    """A visitor who also sends forms."""

    def post(self, path: str, form: Mapping[str, object], *, found_on: str) -> float:
        """Milliseconds until the answer; the token comes from the page the form stands on."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(found_on)[1].decode())
        body = urlencode({**form, "csrfmiddlewaretoken": token[1] if token else ""}, doseq=True)
        begun = time.perf_counter()
        status, _, _ = self._ask("POST", path, body)
        if status != HTTPStatus.OK:
            raise SystemExit(f"{path} answered {status}")
        return (time.perf_counter() - begun) * 1000


def operating(table: Table, folder: Path, hundred: Size) -> None:
    """The demonstration region first, whose history is three years of ten stores; then a hundred stores."""
    home = grown(folder)
    of_pages(table, home, "10 stores × 36 months", limit=150)
    simulated(table, home)
    watched(table, home)
    large = folder / f"grown-{hundred.stores}"
    if not large.exists():
        timed(script("lake.py", hundred.stores, hundred.months, hundred.orders), large)
    of_pages(table, large, f"{hundred.stores} stores × {hundred.months} months", limit=300)


def of_pages(table: Table, home: Path, size: str, *, limit: int) -> None:
    """Each page over its months, after a first look that is told beside."""
    about = told(script("room.py", "prepare"), home)
    months = about["months"][::-3][:TIMES]
    with product(home) as port:
        visitor = Manager(port)
        for name, path in PAGES.items():
            first = visitor.get(address(path, about, months[0], 0))[0]
            taken = [visitor.get(address(path, about, month, at))[0] for at, month in enumerate(months)]
            slow = p95(taken)
            table.add(
                f"Page: {name}, {size}", f"p95 {slow:.0f} ms (first {first:.0f} ms)", f"≤ {limit} ms",
                kept=slow <= limit,
            )  # fmt: skip
        tried = p95(
            [
                visitor.post("/decisions/try", levers(about, depth), found_on="/decisions/new")
                for depth in range(5, 5 + TIMES)
            ]
        )
        table.add(
            f"Page: levers tried, both presets, {size}", f"p95 {tried:.0f} ms", "within a second",
            kept=tried <= SECOND,
        )  # fmt: skip


def address(path: str, about: dict[str, Any], month: str, at: int) -> str:
    stores: Sequence[str] = about["stores"]
    return path.format(
        month=month, year=month[:4], store=stores[at % len(stores)], decision=about["decision"]
    )


def levers(about: dict[str, Any], depth: int) -> dict[str, object]:
    """A discount for everybody, each time another one."""
    return {
        "title": "全年折扣", "what": "全年对所有客户打折", "proposer": "陈投资", "place": about["place"],
        "discount_depth": depth, "discount_reach": 100, "discount_from": 1, "discount_for": 12,
        "discount_in": [1, 2, 3, 4], "training": 100, "price_level": 100,
    }  # fmt: skip


def simulated(table: Table, home: Path) -> None:
    found = told(script("room.py", "simulate"), home)
    table.add("Three-year test: base without a decision, 2,000 draws, once", f"{found['base']:.2f} s")
    table.add(
        f"Three-year test: one scenario, 2,000 draws, slowest of {found['scenarios']}",
        f"{found['slowest']:.2f} s", "≤ 0.3 s", kept=found["slowest"] <= 0.3,
    )  # fmt: skip
    table.add(
        f"Search of {found['combinations']} combinations, {found['told']} steps of progress",
        f"{found['search']:.1f} s", "≤ 10 s", kept=found["search"] <= 10,
    )  # fmt: skip
    table.add(
        "A search that is stopped half way", f"ends {found['stopped']:.2f} s after", "≤ 1 s",
        kept=found["stopped"] <= 1,
    )  # fmt: skip


def watched(table: Table, home: Path) -> None:
    """In a process of its own, as the worker does it once the figures are worked out."""
    found = told(script("room.py", "watch"), home)
    size = f"{found['stores']} stores × {found['metrics']} metrics"
    table.add(
        f"Watch over all rules, {size}, {found['found']} findings",
        f"{found['seconds']:.1f} s", "≤ 3 s", kept=found["seconds"] <= 3,
    )  # fmt: skip
