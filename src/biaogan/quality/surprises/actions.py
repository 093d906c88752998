"""Keeping preferences with consent, recording moments, sharing and taking up; each with its audit event."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from biaogan.org import audit
from biaogan.org.models import Person, Store
from biaogan.quality.models import Adoption, Card, Idea, Moment, Photo, Preference
from biaogan.quality.models.surprises import Occasion
from biaogan.quality.photos.actions import keep_photo
from biaogan.quality.surprises import policies
from biaogan.quality.surprises.consent import CURRENT
from biaogan.quality.typed import masked
from biaogan.quality.vehicles import Vehicle


@transaction.atomic
def keep_preference(
    *, store: Store, customer: Vehicle, text: str, given: str, agreed_at: datetime, by: Person, at: datetime
) -> Preference:
    """Only with consent: to the wording of today, given in a way and at a moment that are kept beside it."""
    text = _harmless(text)
    policies.check_moment_over(agreed_at, at)
    made = Preference.objects.create(
        store=store, customer=customer.key, customer_shown=customer.shown, text=text, consent_by=by,
        consent_at=agreed_at, consent_version=CURRENT, consent_given=given,
    )  # fmt: skip
    details = {"consent": CURRENT, "given": given}
    audit.record(
        "preference-kept", by=by, about="preference", key=str(made.pk), store=store.code, details=details
    )
    return made


@transaction.atomic
def withdraw_consent(*, preference: Preference, by: Person, at: datetime) -> int:
    """The preference goes, and with it what the moments resting on it say; how many moments were masked."""
    preference = (
        Preference.objects.select_for_update(of=("self",)).select_related("store").get(pk=preference.pk)
    )
    moments = list(preference.moments.select_for_update())
    for moment in moments:
        mask_moment(moment, at)
    key, store = str(preference.pk), preference.store.code
    preference.delete()
    details = {"masked": len(moments)}
    audit.record("consent-withdrawn", by=by, about="preference", key=key, store=store, details=details)
    return len(moments)


def mask_moment(moment: Moment, at: datetime) -> None:
    """Idea, cost and day stay; the customer, the words and the photo go."""
    photo, moment.photo, moment.preference = moment.photo, None, None
    moment.customer = moment.customer_shown = moment.done = moment.said = ""
    moment.masked_at = at
    moment.save()
    if photo is not None:
        _delete(photo)


def _delete(photo: Photo) -> None:
    """The row, and the file too where no other photo is the same picture."""
    photo.delete()
    if not Photo.objects.filter(file=photo.file).exists():
        path = Path(settings.BIAOGAN_FILES) / photo.file
        transaction.on_commit(lambda: path.unlink(missing_ok=True))


@transaction.atomic
def write_idea(*, title: str, occasion: str, cost_yuan: int, store: Store, by: Person) -> Idea:
    """Somebody's own idea, in the language they type."""
    title = _harmless(title)
    policies.check_cost(cost_yuan)
    made = Idea.objects.create(
        occasion=occasion, title_zh=title, cost_yuan=cost_yuan, store=store, written_by=by
    )
    details = {"idea": title, "cost": cost_yuan}
    audit.record(
        "idea-written", by=by, about="surprise-idea", key=str(made.pk), store=store.code, details=details
    )
    return made


@transaction.atomic
def record_moment(
    *,
    store: Store,
    customer: Vehicle,
    idea: Idea,
    occasion: str,
    preference: Preference | None,
    done: str,
    cost_yuan: int,
    said: str,
    reaction: str,
    happened_on: date,
    by: Person,
    at: datetime,
    photo: bytes | None = None,
) -> Moment:
    """Never twice the same idea for one customer; the words tell nothing of a child but that there is one."""
    done, said = _harmless(done), _harmless(said) if said.strip() else ""
    policies.check_occasion(occasion, preference)
    policies.check_preference_of(preference, customer, store)
    policies.check_cost(cost_yuan)
    policies.check_day(happened_on, timezone.localdate(at))
    policies.check_never_twice(customer, idea)
    picture = keep_photo(key=uuid4(), store=store, content=photo, by=by, at=at) if photo else None
    made = Moment.objects.create(
        store=store, customer=customer.key, customer_shown=customer.shown, idea=idea, occasion=occasion,
        preference=preference, done=done, cost_yuan=cost_yuan, photo=picture, said=said, reaction=reaction,
        happened_on=happened_on, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    details = {"idea": idea.title_zh, "cost": cost_yuan}
    audit.record(
        "moment-recorded", by=by, about="moment", key=str(made.pk), store=store.code, details=details
    )
    return made


@transaction.atomic
def share_moment(*, moment: Moment, how: str, by: Person, at: datetime) -> Card:
    """A card without the customer: the idea, what it cost, how it was received, and which store."""
    how = _harmless(how)
    moment = Moment.objects.select_for_update(of=("self",)).select_related("store", "idea").get(pk=moment.pk)
    policies.check_can_share(moment)
    card = Card.objects.create(
        moment=moment, store=moment.store, idea=moment.idea, how=how, cost_yuan=moment.cost_yuan,
        reaction=moment.reaction, shared_by=by, shared_at=at,
    )  # fmt: skip
    audit.record(
        "moment-shared", by=by, about="surprise-card", key=str(card.pk), store=moment.store.code,
        details={"idea": moment.idea.title_zh},
    )  # fmt: skip
    return card


@transaction.atomic
def take_up(*, card: Card, store: Store, by: Person, at: datetime) -> Adoption:
    policies.check_can_take_up(card, store)
    made = Adoption.objects.create(card=card, store=store, by=by, at=at)
    audit.record(
        "card-taken-up", by=by, about="surprise-card", key=str(card.pk), store=store.code,
        details={"idea": card.idea.title_zh},
    )  # fmt: skip
    return made


def _harmless(text: str) -> str:
    policies.check_says_something(text)
    policies.check_says_no_child(text)
    return masked(text)


@transaction.atomic
def record_with_idea(*, idea: Idea | None, own_idea: str, **moment: Any) -> Moment:
    """A moment with an idea of the list, or with one of the store's own, which is then written down too."""
    if idea is None:
        idea = write_idea(
            title=own_idea, occasion=moment["occasion"] or Occasion.OTHER, cost_yuan=moment["cost_yuan"],
            store=moment["store"], by=moment["by"],
        )  # fmt: skip
    return record_moment(idea=idea, **moment)
