"""Everything that changes alerts: raising, clearing, answering, and bringing them to people."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from biaogan.followup import budget, policies
from biaogan.followup.actions import kept_facts
from biaogan.followup.models import Alert, Notice, Round, Task
from biaogan.followup.rule import Finding
from biaogan.followup.states import AlertState, check_alert_move
from biaogan.org import audit
from biaogan.org.models import Person, Region, Store
from biaogan.org.permissions import Permission
from biaogan.org.scope import scope_of

Key = tuple[str, str, str]  # rule, store, month


@transaction.atomic
def raise_alert(*, finding: Finding, store: Store, at: datetime) -> Alert | None:
    """A finding as an alert. Found again, its words and numbers are brought up to date; it stays one.

    None while somebody already works on the same thing.
    """
    known = Alert.objects.select_for_update().filter(rule=finding.rule.code, store=store, month=finding.month)
    alert = known.first()
    if alert is None:
        if _in_hand(finding.rule.code, store):
            return None
        alert = Alert(rule=finding.rule.code, store=store, month=finding.month, raised_at=at)
    before = alert.state
    _fill(alert, finding, at)
    if alert.state == AlertState.CLEARED:
        alert.state = AlertState.NEW
    is_new = alert.pk is None or before != alert.state
    alert.save()
    if is_new:
        _note("alert-raised", alert, None, {"reason": finding.reason.zh})
    return alert


def _in_hand(rule: str, store: Store) -> bool:
    return Task.objects.in_hand().filter(alert__rule=rule, store=store).exists()


def _fill(alert: Alert, finding: Finding, at: datetime) -> None:
    alert.metric, alert.weight = finding.rule.slug, finding.rule.weight
    alert.says_zh, alert.says_en = finding.rule.says.zh, finding.rule.says.en
    alert.value_zh, alert.value_en = finding.value.zh, finding.value.en
    alert.reason_zh, alert.reason_en = finding.reason.zh, finding.reason.en
    alert.evidence = kept_facts(finding.evidence)
    alert.strength, alert.stake_fen = round(finding.strength, 2), finding.stake_fen
    alert.address, alert.found_at = finding.address, at


@transaction.atomic
def clear_alerts(*, found: Collection[Key], region: Region) -> int:
    """Open alerts that the watch no longer finds do not hold any more: a corrected file, a better month."""
    cleared = 0
    rows = Alert.objects.open().filter(store__region=region).select_related("store")
    for alert in rows.select_for_update(of=("self",)):
        if (alert.rule, alert.store.code, alert.month) in found:
            continue
        check_alert_move(alert.state, AlertState.CLEARED)
        alert.state = AlertState.CLEARED
        alert.save(update_fields=["state"])
        _note("alert-cleared", alert, None, {})
        cleared += 1
    return cleared


@transaction.atomic
def see_alert(*, alert: Alert, by: Person) -> Alert:
    alert = _moved(alert, AlertState.SEEN)
    alert.save(update_fields=["state"])
    _note("alert-seen", alert, by, {})
    return alert


@transaction.atomic
def dismiss_alert(*, alert: Alert, reason: str, by: Person) -> Alert:
    """It is right, and yet nothing is to be done; the reason stays beside it."""
    policies.check_reason(reason)
    alert = _moved(alert, AlertState.DISMISSED)
    alert.dismissed_because = reason.strip()
    alert.save(update_fields=["state", "dismissed_because"])
    _note("alert-dismissed", alert, by, {"reason": alert.dismissed_because})
    return alert


@transaction.atomic
def give_notices(*, region: Region, at: datetime) -> int:
    """Bring the weightiest open alerts to whoever answers for their stores, within the week's budget."""
    week, most = budget.monday(timezone.localdate(at)), budget.per_week()
    given = 0
    for person in _people_of(region):
        left = most - Notice.objects.filter(person=person, week=week).count()
        if left <= 0:
            continue
        waiting = Alert.objects.within(scope_of(person)).filter(state=AlertState.NEW, store__region=region)
        for alert in waiting.exclude(notices__person=person)[:left]:
            Notice.objects.create(alert=alert, person=person, week=week, given_at=at)
            given += 1
    return given


def _people_of(region: Region) -> list[Person]:
    """Active people who work in the region or one of its stores and follow up."""
    own = Person.objects.filter(is_active=True).filter(assignments__region=region)
    of_stores = Person.objects.filter(is_active=True, assignments__store__region=region)
    people = (own | of_stores).distinct().order_by("pk")
    return [person for person in people if scope_of(person).allows(Permission.FOLLOW_UP)]


@transaction.atomic
def end_round(*, region: Region, version: str, found: int, raised: int, cleared: int, at: datetime) -> Round:
    """That the region was watched, and at which state of the facts."""
    counts = {"found": found, "raised": raised, "cleared": cleared}
    made = Round.objects.create(region=region, version=version, at=at, **counts)
    audit.record("watch-ended", by=None, about="watch", key=region.name, details=counts)
    return made


def _moved(alert: Alert, state: str) -> Alert:
    alert = Alert.objects.select_for_update(of=("self",)).select_related("store").get(pk=alert.pk)
    check_alert_move(alert.state, state)
    alert.state = state
    return alert


def _note(action: str, alert: Alert, by: Person | None, details: dict[str, str]) -> None:
    key = f"{alert.pk} {alert.rule} {alert.month}"
    audit.record(action, by=by, about="alert", key=key, store=alert.store.code, details=details)
