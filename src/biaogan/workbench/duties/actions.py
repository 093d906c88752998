"""Ticking, adding and retiring duties, recording talks, and the calendar feed's address."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import date, datetime
from importlib.resources import files
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biaogan.engine.methods.recurrence import Cadence, period_of
from biaogan.org import audit
from biaogan.org.models import Person
from biaogan.org.policies import NotAllowed
from biaogan.workbench.duties import policies
from biaogan.workbench.models import Duty, FeedToken, Talk, Tick


@transaction.atomic
def load_duties() -> int:
    """The duties of the job, as many as are not there yet; what a manager changed stays."""
    text = files("biaogan.workbench.duties").joinpath("starting.json").read_text(encoding="utf-8")
    known = set(Duty.objects.values_list("code", flat=True))
    wanting = [one for one in json.loads(text) if one["code"] not in known]
    Duty.objects.bulk_create(Duty(**one) for one in wanting)
    return len(wanting)


@transaction.atomic
def tick_duty(*, duty: Duty, day: date, note: str, minutes: int | None, by: Person, at: datetime) -> Tick:
    """Done by hand in the period of a day. Raises NotAllowed without a note, or ahead of its time."""
    policies.check_note(note)
    policies.check_own(duty, by)
    if day > timezone.localdate(at):
        raise NotAllowed(_("A duty cannot be ticked before its time has come."))
    period = period_of(Cadence(duty.cadence), day)
    made = Tick.objects.create(
        duty=duty, person=by, period=period.name, note=note.strip(), minutes=minutes, at=at
    )
    _note("duty-ticked", duty, by, {"period": period.name, "text": made.note})
    return made


@transaction.atomic
def take_tick_back(*, tick: Tick, by: Person) -> None:
    if tick.person_id != by.pk:
        raise NotAllowed(_("Only who ticked a duty can take it back."))
    _note("duty-tick-taken-back", tick.duty, by, {"period": tick.period, "text": tick.note})
    tick.delete()


@transaction.atomic
def add_duty(*, name: str, cadence: str, place: int, area: str, minutes: int, times: int, by: Person) -> Duty:
    """A duty of one's own. Raises NotAllowed where the due day is none of its period."""
    policies.check_place(cadence, place)
    made = Duty.objects.create(
        code=f"own-{uuid4().hex[:12]}", name_zh=name.strip(), name_en="", cadence=cadence, place=place,
        area=area, minutes=minutes, times=times, owner=by,
    )  # fmt: skip
    _note("duty-added", made, by, {"name": made.name_zh, "cadence": cadence})
    return made


@transaction.atomic
def retire_duty(*, duty: Duty, by: Person, at: datetime) -> None:
    """A duty of one's own is done with; what was ticked stays."""
    if duty.owner_id != by.pk:
        raise NotAllowed(_("Duties of the job stay in the list; only your own can be removed."))
    Duty.objects.filter(pk=duty.pk, retired_on__isnull=True).update(retired_on=timezone.localdate(at))
    _note("duty-removed", duty, by, {"name": duty.name_zh})


@transaction.atomic
def record_talk(*, about: Person, on: date, note: str, by: Person, at: datetime) -> Talk:
    """Raises NotAllowed for a talk with oneself or on a day to come."""
    if about.pk == by.pk:
        raise NotAllowed(_("Choose somebody else than yourself."))
    if on > timezone.localdate(at):
        raise NotAllowed(_("The day of a talk cannot lie in the future."))
    made = Talk.objects.create(about=about, by=by, on=on, note=note.strip(), recorded_at=at)
    # What was said stays between the two: the trail knows only that there was a talk.
    audit.record("talk-recorded", by=by, about="person", key=about.display_name, details={"on": on})
    return made


@transaction.atomic
def make_feed(*, by: Person, at: datetime) -> str:
    """A new secret for the calendar feed; the former one stops working at once."""
    secret = secrets.token_urlsafe(32)
    FeedToken.objects.update_or_create(person=by, defaults={"digest": digest_of(secret), "made_at": at})
    audit.record("calendar-feed-made", by=by, about="person", key=by.display_name)
    return secret


@transaction.atomic
def revoke_feed(*, by: Person) -> None:
    FeedToken.objects.filter(person=by).delete()
    audit.record("calendar-feed-revoked", by=by, about="person", key=by.display_name)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _note(action: str, duty: Duty, by: Person, details: dict[str, object]) -> None:
    audit.record(action, by=by, about="duty", key=duty.code, details=details)
