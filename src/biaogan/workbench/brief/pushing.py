"""The brief goes out at half past eight, once a day, and not at all where it says what it said last."""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone, translation

from biaogan.followup.models import Channel, Message
from biaogan.followup.outbox.actions import put_out
from biaogan.org.models import Person
from biaogan.org.permissions import Permission
from biaogan.org.scope import PersonalScope, scope_of
from biaogan.workbench.brief.queries import brief
from biaogan.workbench.brief.wording import digest_of, lines_of, title_of

AT, UNTIL = time(8, 30), time(12, 0)
KEY = "brief"


def push_briefs(*, at: datetime) -> int:
    """Into the outbox of everybody who has a channel and keeps a work list; how many were written."""
    local = timezone.localtime(at)
    if not AT <= local.time() < UNTIL:
        return 0
    people = Person.objects.filter(is_active=True, pk__in=Channel.objects.values("person"))
    return sum(_push(person, at) for person in people)


def _push(person: Person, at: datetime) -> int:
    scope, today = scope_of(person), timezone.localdate(at)
    if not scope.allows(Permission.KEEP_WORK_LIST) or _is_written(person, today.isoformat()):
        return 0
    own = PersonalScope(person, scope.permissions, scope.region_ids, scope.store_codes, scope.everything)
    with translation.override(person.language or "zh-hans"):
        found = brief(scope=own, today=today)
        lines, title = lines_of(found), title_of(found)
    key = f"{KEY}-{today.isoformat()}-{digest_of(lines)}"
    if not lines or _said_last(person) == digest_of(lines):
        return 0
    return len(put_out(person=person, key=key, title=title, body="\n".join(lines), at=at))


def _briefs(person: Person) -> list[str]:
    rows = Message.objects.filter(channel__person=person, key__startswith=f"{KEY}-")
    return list(rows.order_by("-made_at").values_list("key", flat=True)[:1])


def _is_written(person: Person, day: str) -> bool:
    return Message.objects.filter(channel__person=person, key__startswith=f"{KEY}-{day}-").exists()


def _said_last(person: Person) -> str:
    last = _briefs(person)
    return last[0].rpartition("-")[2] if last else ""
