"""A store says a score is wrong, and the region decides: the old score stays beside the new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biaogan.org import audit
from biaogan.org.models import Person
from biaogan.org.policies import NotAllowed
from biaogan.quality.findings.actions import move_finding
from biaogan.quality.models import Finding, Shop, ShopAnswer, ShopAppeal, Source
from biaogan.quality.photos.actions import keep_photo
from biaogan.quality.publishing.asking import ask_to_publish
from biaogan.quality.shops import policies
from biaogan.quality.shops.held import find_failure, finding_key, moved
from biaogan.quality.states.findings import STANDING, FindingState
from biaogan.quality.states.shops import ShopState
from biaogan.quality.typed import masked


@transaction.atomic
def appeal_shop(
    *, shop: Shop, answers: Sequence[ShopAnswer], reason: str, photo: tuple[UUID, bytes] | None, by: Person,
    at: datetime,
) -> ShopAppeal:  # fmt: skip
    policies.check_reason(reason)
    shop = moved(shop, ShopState.APPEALED)
    policies.check_can_appeal(shop, by, timezone.localdate(at))
    if not answers or any(one.shop_id != shop.pk for one in answers):
        raise NotAllowed(_("Choose the scores that you think are wrong."))
    shop.save(update_fields=["state"])
    shop.answers.filter(pk__in=[one.pk for one in answers]).update(appealed=True)
    kept = keep_photo(key=photo[0], store=shop.store, content=photo[1], by=by, at=at) if photo else None
    made = ShopAppeal.objects.create(shop=shop, reason=masked(reason), photo=kept, by=by, at=at)
    details = {"reason": made.reason, "count": len(answers)}
    audit.record(
        "shop-appealed", by=by, about="shop", key=str(shop.pk), store=shop.store.code, details=details
    )
    return made


@transaction.atomic
def decide_appeal(
    *, shop: Shop, points: Mapping[int, int | None], answer: str, by: Person, at: datetime
) -> ShopAppeal:
    """`points` by answer for each contested score; the same points mean that the score stands."""
    policies.check_reason(answer)
    shop = moved(shop, ShopState.DECIDED)
    appeal: ShopAppeal = shop.appeal
    if appeal.by_id == by.pk:
        raise NotAllowed(_("Whoever appealed does not decide."))
    contested = list(shop.answers.filter(appealed=True).select_related("version__item"))
    for one in contested:
        _decide(shop, one, points.get(one.pk, one.points), by, at)
    shop.save(update_fields=["state"])
    appeal.answer, appeal.decided_by, appeal.decided_at = masked(answer), by, at
    appeal.save(update_fields=["answer", "decided_by", "decided_at"])
    scores = {one.version.item.code: {"before": one.points, "after": one.decided_points} for one in contested}
    details = {"reason": appeal.answer, "scores": scores}
    audit.record(
        "shop-decided", by=by, about="shop", key=str(shop.pk), store=shop.store.code, details=details
    )
    ask_to_publish()
    return appeal


def _decide(shop: Shop, answer: ShopAnswer, points: int | None, by: Person, at: datetime) -> None:
    """A finding that rested on the score goes with it, and comes with a worse one."""
    if points is not None and points not in {one["points"] for one in answer.version.scores}:
        sentence = _("“%(item)s” cannot get %(points)d points.")
        raise NotAllowed(sentence % {"item": answer.version.text, "points": points})
    answer.decided_points = answer.points if points is None else points
    answer.save(update_fields=["decided_points"])
    found = Finding.objects.filter(source=Source.SHOP, key=finding_key(shop, answer)).first()
    if answer.passes is False and found is None:
        find_failure(shop, answer, by, at)
    if answer.passes and found is not None and found.state in STANDING:
        state = FindingState.DISMISSED if found.state == FindingState.OPEN else FindingState.RESOLVED
        move_finding(
            finding=found, state=state, by=by, because=_("The score was put right on the store's appeal.")
        )
