"""What the watch finds about complaints: critical ones, those due today or overdue, promises, and files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from biaogan.engine.periods import month_of
from biaogan.engine.text import Text
from biaogan.followup.rule import Fact, Finding, Rule
from biaogan.org.models import Store
from biaogan.quality.complaints import taking_over
from biaogan.quality.complaints.topics import topics
from biaogan.quality.models import Complaint
from biaogan.quality.models.complaints import Severity
from biaogan.ui.formats import moment

CRITICAL = Rule("complaint-critical", Text("紧急投诉未结案", "A critical complaint is open"), 98)
DUE = Rule("complaints-due", Text("投诉今日到期或已超时", "Complaints due today or overdue"), 92)
PROMISES = Rule("promises-due", Text("对客户的承诺今日到期或已失约", "Promises due today or broken"), 88)
IN_FILES = Rule(
    "complaints-in-files", Text("文件中的未结投诉待接手", "Open complaints of the files wait"), 60
)
RULES = (CRITICAL, DUE, PROMISES, IN_FILES)
SHOWN = 5


def find(*, stores: Sequence[Store], today: date) -> list[Finding]:
    """A critical complaint alone; the others of a store together. Due before the day ends is due."""
    ends = timezone.make_aware(datetime.combine(today + timedelta(days=1), time()))
    rows = (
        Complaint.objects.counted()
        .in_hand()
        .filter(store__in=stores)
        .by_what_is_next(ends - timedelta(days=1))
    )
    open_ones = list(rows.select_related("store"))
    waits = taking_over.waiting_by_store([store.code for store in stores], at=ends)
    return [
        *_critical(open_ones, today),
        *_due(open_ones, ends, today),
        *_promised(open_ones, ends, today),
        *(_in_files(code, count, today) for code, count in sorted(waits.items())),
    ]


def _critical(rows: Sequence[Complaint], today: date) -> Iterator[Finding]:
    for one in rows:
        if one.severity == Severity.CRITICAL:
            rule = Rule(f"{CRITICAL.code}-{one.pk}", CRITICAL.says, CRITICAL.weight)
            since = _said(one.opened_at)
            reason = Text(
                f"{_topic(one).zh}：{since} 受理，应于 {_said(one.close_due)} 前结案，区域与门店同时跟进",
                f"{_topic(one).en}: came in {since}, to be closed by {_said(one.close_due)};"
                " store and region are told at once",
            )
            address = reverse("quality:complaint", args=[one.pk])
            yield Finding(rule, one.store.code, month_of(today), reason, address=address)


def _due(rows: Sequence[Complaint], ends: datetime, today: date) -> Iterator[Finding]:
    start = ends - timedelta(days=1)
    for code, due in _by_store([one for one in rows if _step_due(one) < ends]).items():
        over = sum(_step_due(one) < start for one in due)
        reason = Text(
            f"{len(due)} 件需在今天处理，其中 {over} 件已超时",
            f"{len(due)} to be answered today, {over} of them overdue",
        )
        evidence = tuple(
            Fact(_topic(one), Text(f"{_said(_step_due(one))} 到期", f"due {_said(_step_due(one))}"))
            for one in due[:SHOWN]
        )
        yield Finding(
            DUE, code, month_of(today), reason, evidence=evidence, strength=float(over), address=_list(code)
        )


def _promised(rows: Sequence[Complaint], ends: datetime, today: date) -> Iterator[Finding]:
    promised = [one for one in rows if one.promise_due is not None and one.promise_due < ends]
    for code, due in _by_store(promised).items():
        reason = Text(
            f"{len(due)} 件投诉的承诺今天到期或已过期且无兑现凭证",
            f"{len(due)} complaints have a promise due today, or past its time without evidence",
        )
        yield Finding(PROMISES, code, month_of(today), reason, address=_list(code))


def _in_files(code: str, count: int, today: date) -> Finding:
    reason = Text(
        f"导入文件中有 {count} 件未结投诉尚无人接手",
        f"{count} open complaints came by file and nobody has them",
    )
    return Finding(IN_FILES, code, month_of(today), reason, address=reverse("quality:complaints"))


def _by_store(rows: Sequence[Complaint]) -> dict[str, list[Complaint]]:
    found: dict[str, list[Complaint]] = defaultdict(list)
    for one in rows:
        found[one.store.code].append(one)
    return found


def _step_due(one: Complaint) -> datetime:
    return one.contact_due if one.waits_for_contact else one.close_due


def _topic(one: Complaint) -> Text:
    known = topics()[one.topic]
    return Text(known.zh, known.en)


def _list(code: str) -> str:
    return f"{reverse('quality:complaints')}?store={code}"


def _said(when: datetime) -> str:
    return moment(timezone.localtime(when))
