"""What may not be done with a mystery shop, whoever asks. Each refusal is a sentence the person reads."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from biaogan.org.models import Person
from biaogan.org.policies import NotAllowed
from biaogan.quality.models import Shop, ShopWave
from biaogan.quality.states.shops import VISIT_MADE, ShopState

LONGEST_VISIT = timedelta(hours=12)


def check_wave_days(starts: date, ends: date, release_on: date, today: date) -> None:
    if ends < starts:
        raise NotAllowed(_("The last day lies before the first."))
    if ends < today:
        raise NotAllowed(_("These days are over. Plan a wave for days to come."))
    if release_on < ends:
        raise NotAllowed(
            _("The release cannot come before the last visit: stores would know what is still to come.")
        )


def check_no_wave_yet(wave: ShopWave | None) -> None:
    if wave is not None:
        sentence = _("%(region)s has a wave for %(quarter)s already.")
        raise NotAllowed(sentence % {"region": wave.region.name, "quarter": wave.quarter})


def check_visit(shop: Shop, came_at: datetime, left_at: datetime, at: datetime) -> None:
    """A visit lies in its wave, in the past, and has a length."""
    if left_at <= came_at:
        raise NotAllowed(_("The shopper left before coming. Please check both times."))
    if left_at - came_at > LONGEST_VISIT:
        raise NotAllowed(_("A visit of more than 12 hours cannot be. Please check both times."))
    if left_at > at:
        raise NotAllowed(_("This visit lies in the future."))
    day = timezone.localdate(came_at)
    if not shop.wave.starts <= day <= shop.wave.ends:
        sentence = _("The wave runs from %(starts)s to %(ends)s; this visit lies outside.")
        raise NotAllowed(sentence % {"starts": shop.wave.starts, "ends": shop.wave.ends})


def check_lock_out(shop: Shop, day: date) -> None:
    """Plans move; what counts is the day on which the shopper is really there."""
    since = timezone.make_aware(
        datetime.combine(day - timedelta(days=shop.wave.lock_out_days), datetime.min.time())
    )
    last = (
        shop.shopper.shops.filter(store=shop.store, state__in=VISIT_MADE, came_at__gt=since)
        .exclude(pk=shop.pk)
        .order_by("-came_at")
        .first()
    )
    if last is not None and last.came_at is not None:
        sentence = _("%(shopper)s was there on %(day)s: within the lock-out of %(days)d days.")
        words = {"shopper": shop.shopper.code_name, "day": timezone.localdate(last.came_at)}
        raise NotAllowed(sentence % {**words, "days": shop.wave.lock_out_days})


def check_can_release(shop: Shop, today: date) -> None:
    if shop.state in (ShopState.PLANNED, ShopState.VISITED):
        sentence = _("The shop at %(store)s is not scored yet. It can be released once it is.")
        raise NotAllowed(sentence % {"store": shop.store.name})
    if today < shop.wave.release_on:
        sentence = _("This wave is released from %(day)s on. Until then stores see nothing.")
        raise NotAllowed(sentence % {"day": shop.wave.release_on})


def check_wave_complete(shops: list[Shop]) -> None:
    """Nothing half: a store without a visit, or a visit without scores, is named."""
    standing = [shop for shop in shops if shop.state != ShopState.CANCELLED]
    if not standing:
        raise NotAllowed(_("This wave has no shops left; there is nothing to release."))
    unvisited = {shop.store.name for shop in standing if shop.state == ShopState.PLANNED}
    if unvisited:
        sentence = _("Not visited yet: %(stores)s. Record the visit, or cancel the shop with a reason.")
        raise NotAllowed(sentence % {"stores": ", ".join(sorted(unvisited))})
    unscored = {shop.store.name for shop in standing if shop.state == ShopState.VISITED}
    if unscored:
        sentence = _("Not scored yet: %(stores)s. A shop can be released once it is scored.")
        raise NotAllowed(sentence % {"stores": ", ".join(sorted(unscored))})


def check_can_appeal(shop: Shop, by: Person, today: date) -> None:
    if shop.scored_by_id == by.pk:
        raise NotAllowed(_("You scored this shop yourself; the store appeals."))
    if shop.appeal_until is not None and today > shop.appeal_until:
        raise NotAllowed(_("The time to appeal ended on %(day)s.") % {"day": shop.appeal_until})


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise NotAllowed(_("Please give a reason."))


def check_photos(count: int, most: int) -> None:
    if count > most:
        sentence = ngettext("%(most)d photo at most.", "%(most)d photos at most.", most)
        raise NotAllowed(sentence % {"most": most})
