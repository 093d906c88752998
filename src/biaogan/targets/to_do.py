"""What to do today: the weightiest alerts, or, where the watch has not looked yet, the rules asked now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from biaogan.engine.text import Text
from biaogan.followup import queries
from biaogan.followup.models import Alert
from biaogan.followup.rule import Finding
from biaogan.intake.state import current_version
from biaogan.org.models import Store
from biaogan.org.scope import Scope
from biaogan.targets import rules
from biaogan.targets.signals import deliveries

SHOWN = 5


# What every store may have at once; one line stands for all of them.
HOUSEKEEPING = frozenset(rule.code for rule in deliveries.RULES)


@dataclass(frozen=True)
class Line:
    """What, where, why, where to look, where a task is opened; at how many other stores it is the same."""

    says: Text
    store: str
    value: Text
    reason: Text
    address: str
    task_address: str
    elsewhere: int = 0


@dataclass(frozen=True)
class ToDo:
    lines: Sequence[Line]
    more: int
    watched: bool  # the lines are alerts; else the watch has not looked at these facts yet


def to_do(*, scope: Scope, stores: Sequence[Store], month: str, today: date) -> ToDo:
    """The same whichever month is looked at: `month` is the newest complete one."""
    codes = [store.code for store in stores]
    if _is_watched(stores):
        alerts = _once(queries.alerts(scope=scope))
        lines = _together([(one.rule, _of_alert(one)) for one in alerts])
        return ToDo(lines[:SHOWN], max(0, len(lines) - SHOWN), watched=True)
    found = rules.findings(codes, month=month, today=today)
    names = {store.code: store.name for store in stores}
    lines = _together([(one.rule.code, _of_finding(one, names[one.store])) for one in found])
    return ToDo(lines[:SHOWN], max(0, len(lines) - SHOWN), watched=False)


def _together(lines: Sequence[tuple[str, Line]]) -> list[Line]:
    """Housekeeping of several stores on the line of the first, so that it leaves room for the rest."""
    found: dict[object, Line] = {}
    for at, (rule, line) in enumerate(lines):
        key = rule if rule in HOUSEKEEPING else at
        first = found.get(key)
        found[key] = replace(first, elsewhere=first.elsewhere + 1) if first else line
    return list(found.values())


def _once(alerts: Iterable[Alert]) -> list[Alert]:
    """The running month and the one before may say the same of a store: it is one thing to do."""
    return list({(one.store_id, one.rule): one for one in reversed(list(alerts))}.values())[::-1]


def _is_watched(stores: Sequence[Store]) -> bool:
    """The watch has looked at the facts as they are now, in every region of these stores."""
    regions = {store.region_id for store in stores}
    rounds = queries.newest_rounds(regions)
    version = current_version()
    return bool(regions) and all(one in rounds and rounds[one].version == version for one in regions)


def _of_alert(alert: Alert) -> Line:
    return Line(
        says=Text(alert.says_zh, alert.says_en), store=alert.store.name,
        value=Text(alert.value_zh, alert.value_en), reason=Text(alert.reason_zh, alert.reason_en),
        address=alert.address, task_address=f"{reverse('followup:open_task')}?alert={alert.pk}",
    )  # fmt: skip


def _of_finding(finding: Finding, store: str) -> Line:
    about = {"store": finding.store, "metric": finding.rule.slug, "month": finding.month}
    return Line(
        finding.rule.says, store, finding.value, finding.reason, finding.address,
        f"{reverse('followup:open_task')}?{urlencode(about)}",
    )  # fmt: skip
