"""Planning a wave, recording a visit, scoring it, releasing it: each one transaction with its audit event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biaogan.engine.methods.business_calendar import china
from biaogan.org import audit
from biaogan.org.models import Person, Region, Store
from biaogan.org.policies import NotAllowed
from biaogan.org.setting import value_of
from biaogan.quality.dayparts import DayPart, parts_of
from biaogan.quality.models import (
    CheckItemVersion,
    Photo,
    Shop,
    ShopAnswer,
    Shopper,
    ShopScenario,
    ShopWave,
)
from biaogan.quality.photos.actions import keep_photo
from biaogan.quality.publishing.asking import ask_to_publish
from biaogan.quality.shops import policies
from biaogan.quality.shops.assigning import Offer, Past, TooFewShoppers, assign
from biaogan.quality.shops.clock import working_days_after
from biaogan.quality.shops.held import find_failure, moved
from biaogan.quality.shops.scenarios import bring_scenarios, versions_of
from biaogan.quality.shops.settings import APPEAL_CLOCK, LOCK_OUT
from biaogan.quality.states.shops import ShopState
from biaogan.quality.typed import masked

MOST_PHOTOS = 10


@dataclass(frozen=True)
class Scored:
    """What was given for an item: points, or None where it could not be seen."""

    points: int | None
    note: str = ""


@transaction.atomic
def add_shopper(*, region: Region, code_name: str, by: Person) -> Shopper:
    name = masked(code_name)
    if not name:
        raise NotAllowed(_("A shopper needs a code name."))
    if Shopper.objects.filter(region=region, code_name=name).exists():
        raise NotAllowed(_("There is a shopper called “%(name)s” already.") % {"name": name})
    made = Shopper.objects.create(region=region, code_name=name)
    audit.record("shopper-added", by=by, about="shopper", key=str(made.pk), details={"code_name": name})
    return made


@transaction.atomic
def change_shopper(*, shopper: Shopper, active: bool, by: Person) -> Shopper:
    """A shopper who rests is not drawn; what they saw stays."""
    shopper.is_active = active
    shopper.save(update_fields=["is_active"])
    details = {"code_name": shopper.code_name, "active": active}
    audit.record("shopper-changed", by=by, about="shopper", key=str(shopper.pk), details=details)
    return shopper


@transaction.atomic
def plan_wave(
    *,
    region: Region,
    quarter: str,
    per_store: int,
    starts: date,
    ends: date,
    release_on: date,
    seed: str,
    by: Person,
    at: datetime,
) -> ShopWave:
    """Draws shoppers, scenarios, parts of the week and days for all active stores of the region."""
    policies.check_wave_days(starts, ends, release_on, timezone.localdate(at))
    waves = ShopWave.objects.select_related("region").filter(region=region)
    policies.check_no_wave_yet(waves.filter(quarter=quarter).first())
    bring_scenarios(by=by)
    wave = ShopWave(
        region=region, quarter=quarter, per_store=per_store, starts=starts, ends=ends, release_on=release_on,
        lock_out_days=value_of(LOCK_OUT), seed=seed, planned_by=by, planned_at=at,
    )  # fmt: skip
    stores = {store.code: store for store in Store.objects.active().filter(region=region)}
    shoppers = {one.code_name: one for one in Shopper.objects.active().filter(region=region)}
    scenarios = {one.code: one for one in ShopScenario.objects.filter(retired_on__isnull=True)}
    offer = _offer(wave, sorted(stores), sorted(shoppers), sorted(scenarios))
    try:
        plan = assign(offer)
    except TooFewShoppers as fault:
        sentence = _(
            "%(store)s needs %(needed)d shoppers who are not locked out; there are %(found)d. "
            "Add shoppers, or plan fewer shops."
        )
        words = {"store": stores[fault.store].name, "needed": fault.needed, "found": fault.found}
        raise NotAllowed(sentence % words) from fault
    wave.save()
    Shop.objects.bulk_create(
        Shop(
            wave=wave, store=stores[one.store], place=one.place, shopper=shoppers[one.shopper],
            scenario=scenarios[one.scenario], part=one.part, planned_on=one.day,
        )
        for one in plan
    )  # fmt: skip
    details = {
        "quarter": quarter, "seed": seed, "shops": len(plan), "lock_out_days": wave.lock_out_days,
        "release_on": release_on,
    }  # fmt: skip
    audit.record("shop-wave-planned", by=by, about="shop-wave", key=str(wave.pk), details=details)
    return wave


def _offer(wave: ShopWave, stores: Sequence[str], shoppers: Sequence[str], scenarios: Sequence[str]) -> Offer:
    """Raises NotAllowed where there is nothing to draw from."""
    if not stores:
        raise NotAllowed(_("This region has no active store."))
    calendar = china()
    days: dict[str, list[date]] = {part: [] for part in DayPart.values}
    for number in range((wave.ends - wave.starts).days + 1):
        day = wave.starts + timedelta(days=number)
        for part in parts_of(day, calendar):
            days[part].append(day)
    before = ShopWave.objects.filter(region=wave.region, starts__lt=wave.starts).first()
    made = Shop.objects.filter(store__code__in=stores).exclude(state=ShopState.CANCELLED)
    past = [
        Past(
            one.store.code, one.shopper.code_name, one.scenario.code, one.part,
            timezone.localdate(one.came_at) if one.came_at else one.planned_on,
            last_wave=before is not None and one.wave_id == before.pk,
        )
        for one in made.select_related("store", "shopper", "scenario")
    ]  # fmt: skip
    return Offer(
        stores, wave.per_store, shoppers, scenarios, days, past, wave.lock_out_days, wave.starts, wave.seed
    )


@transaction.atomic
def cancel_shop(*, shop: Shop, because: str, by: Person) -> Shop:
    policies.check_reason(because)
    shop = moved(shop, ShopState.CANCELLED)
    shop.cancelled_because = because.strip()
    shop.save(update_fields=["state", "cancelled_because"])
    _note("shop-cancelled", shop, by, {"reason": shop.cancelled_because})
    return shop


@transaction.atomic
def record_visit(
    *,
    shop: Shop,
    came_at: datetime,
    left_at: datetime,
    receipt: str,
    told: str,
    photos: Mapping[UUID, bytes],
    by: Person,
    at: datetime,
) -> Shop:
    """The evidence of a visit. Its photos stay hidden from the store until the release."""
    policies.check_photos(len(photos), MOST_PHOTOS)
    shop = moved(shop, ShopState.VISITED)
    policies.check_visit(shop, came_at, left_at, at)
    policies.check_lock_out(shop, timezone.localdate(came_at))
    shop.came_at, shop.left_at = came_at, left_at
    shop.receipt, shop.told = receipt.strip(), masked(told)
    shop.save(update_fields=["state", "came_at", "left_at", "receipt", "told"])
    kept = [
        keep_photo(key=key, store=shop.store, content=content, by=by, at=at, hidden=True)
        for key, content in photos.items()
    ]
    shop.photos.add(*kept)
    _note("shop-visited", shop, by, {"photos": len(kept)})
    return shop


@transaction.atomic
def score_shop(*, shop: Shop, scores: Mapping[int, Scored], by: Person, at: datetime) -> Shop:
    """Every item of the scenario by its current wording; until the release it can be done again."""
    shop = moved(shop, ShopState.SCORED)
    versions = versions_of(shop.scenario)
    _check_scores(versions, scores)
    shop.answers.all().delete()
    ShopAnswer.objects.bulk_create(
        ShopAnswer(
            shop=shop, version=version, points=scores[version.pk].points, note=masked(scores[version.pk].note)
        )
        for version in versions
    )
    shop.scored_by, shop.scored_at = by, at
    shop.save(update_fields=["state", "scored_by", "scored_at"])
    details = {version.item.code: scores[version.pk].points for version in versions}
    _note("shop-scored", shop, by, {"scores": details})
    return shop


def _check_scores(versions: Sequence[CheckItemVersion], scores: Mapping[int, Scored]) -> None:
    if not versions:
        raise NotAllowed(
            _("This scenario has no check items yet. Write the standards of its service steps first.")
        )
    for version in versions:
        given = scores.get(version.pk)
        if given is None:
            raise NotAllowed(_("“%(item)s” has no score yet.") % {"item": version.text})
        if given.points is not None and given.points not in {one["points"] for one in version.scores}:
            sentence = _("“%(item)s” cannot get %(points)d points.")
            raise NotAllowed(sentence % {"item": version.text, "points": given.points})
    if all(scores[version.pk].points is None for version in versions):
        raise NotAllowed(_("A shop in which nothing could be seen proves nothing: score at least one item."))


@transaction.atomic
def release_wave(*, wave: ShopWave, by: Person, at: datetime) -> int:
    """All scored shops of a wave that is complete; returns how many became visible."""
    shops = list(wave.shops.select_related("store", "wave"))
    policies.check_wave_complete(shops)
    ready = [shop for shop in shops if shop.state == ShopState.SCORED]
    for shop in ready:
        release_shop(shop=shop, by=by, at=at)
    return len(ready)


@transaction.atomic
def release_shop(*, shop: Shop, by: Person, at: datetime) -> Shop:
    """From now on the store sees it and can appeal; failed items are findings."""
    today = timezone.localdate(at)
    policies.check_can_release(shop, today)
    shop = moved(shop, ShopState.RELEASED)
    shop.released_at = at
    shop.appeal_until = working_days_after(today, value_of(APPEAL_CLOCK), china())
    shop.save(update_fields=["state", "released_at", "appeal_until"])
    Photo.objects.filter(pk__in=shop.photos.values("pk")).update(hidden=False)
    for answer in shop.answers.select_related("version__item"):
        if answer.passes is False:
            find_failure(shop, answer, by, at)
    _note("shop-released", shop, by, {"release_on": shop.wave.release_on})
    ask_to_publish()
    return shop


def _note(action: str, shop: Shop, by: Person, details: dict[str, object]) -> None:
    audit.record(action, by=by, about="shop", key=str(shop.pk), store=shop.store.code, details=details)
