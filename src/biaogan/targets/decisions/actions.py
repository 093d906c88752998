"""Writing a decision down, testing it, deciding, looking back: each one transaction with its audit event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from biaogan.engine.methods.three_year.forecast import Forecast as Run
from biaogan.engine.methods.three_year.levers import Levers, checked
from biaogan.engine.methods.three_year.scoring import score
from biaogan.engine.methods.three_year.verdict import Verdict
from biaogan.jobs.actions import cancel, enqueue
from biaogan.jobs.models import Job
from biaogan.org import audit
from biaogan.org.models import Person, Region, Store
from biaogan.org.policies import NotAllowed
from biaogan.targets.decisions import policies
from biaogan.targets.decisions.happening import happened
from biaogan.targets.decisions.lever_fields import kept
from biaogan.targets.decisions.testing import Tested, as_kept, flip_as_kept, flips_of, try_levers
from biaogan.targets.models import Decision, Forecast, LookBack
from biaogan.targets.states import DecisionState, check_move

SEARCH = "alternatives"


@transaction.atomic
def write_decision(
    *,
    title: str,
    what: str,
    proposer: str,
    place: Store | Region,
    expected: str = "",
    expected_fen: int | None = None,
    levers: Levers,
    by: Person,
    at: datetime,
) -> Decision:
    """A draft. Raises BadLevers, NotAllowed without a proposer."""
    policies.check_proposer(proposer)
    made = Decision.objects.create(
        title=title.strip(),
        what=what.strip(),
        proposer=proposer.strip(),
        store=place if isinstance(place, Store) else None,
        region=place if isinstance(place, Region) else None,
        expected=expected.strip(),
        expected_fen=expected_fen,
        levers=checked(levers).to_dict(),
        written_by=by,
        written_at=at,
        changed_at=at,
    )
    _note("decision-written", made, by, {"levers": made.levers, "proposer": made.proposer})
    return made


@transaction.atomic
def change_decision(
    *,
    decision: Decision,
    title: str,
    what: str,
    proposer: str,
    place: Store | Region,
    expected: str,
    expected_fen: int | None,
    levers: Levers,
    by: Person,
    at: datetime,
) -> Decision:
    """Another wording keeps its test; other levers or another place make it a draft again."""
    policies.check_proposer(proposer)
    decision = _held(decision)
    policies.check_can_change(decision)
    before = {"levers": decision.levers, "place": decision.place.name, "proposer": decision.proposer}
    decision.title, decision.what, decision.proposer = title.strip(), what.strip(), proposer.strip()
    decision.expected, decision.expected_fen = expected.strip(), expected_fen
    decision.store = place if isinstance(place, Store) else None
    decision.region = place if isinstance(place, Region) else None
    decision.levers, decision.changed_at = checked(levers).to_dict(), at
    after = {"levers": decision.levers, "place": place.name, "proposer": decision.proposer}
    anew = before["levers"] != after["levers"] or before["place"] != after["place"]
    if anew and decision.state == DecisionState.TESTED:
        check_move(decision.state, DecisionState.DRAFT)
        decision.state, decision.verdict, decision.search = DecisionState.DRAFT, "", None
    decision.save()
    _note("decision-changed", decision, by, {"before": before, "after": after})
    return decision


def run_test(*, decision: Decision, by: Person, at: datetime) -> Decision:
    """Run both presets on the figures of today and keep them as a new round."""
    tested = try_levers(kept(decision.levers), decision.place, today=timezone.localdate(at))
    flips = [flip_as_kept(one) for one in flips_of(tested)]
    return _keep_test(decision, tested, flips, by=by, at=at)


@transaction.atomic
def _keep_test(
    decision: Decision, tested: Tested, flips: list[dict[str, object]], *, by: Person, at: datetime
) -> Decision:
    now = _held(decision)
    if now.levers != decision.levers:
        raise NotAllowed(_("Somebody has changed the levers in the meantime. Please test again."))
    check_move(now.state, DecisionState.TESTED)
    last = now.forecasts.aggregate(last=Max("round"))["last"] or 0
    for run, own_flips in zip(tested.runs, (flips, []), strict=True):
        Forecast.objects.create(
            decision=now,
            round=last + 1,
            preset=str(run.preset),
            model_version=run.model_version,
            seed=run.seed,
            footing=as_kept(tested),
            result=run.to_dict(),
            flips=own_flips,
            base_month=tested.month,
            facts_version=tested.version,
            made_at=at,
            made_by=by,
        )
    now.state, now.verdict, now.changed_at = DecisionState.TESTED, str(tested.verdict), at
    now.save(update_fields=["state", "verdict", "changed_at"])
    _note("decision-tested", now, by, {"verdict": now.verdict, "round": last + 1})
    return now


@transaction.atomic
def decide(*, decision: Decision, state: str, reason: str, starts: str, by: Person, at: datetime) -> Decision:
    """Go ahead, try in a pilot, or drop; against the verdict only with a reason that says so."""
    decision = _held(decision)
    check_move(decision.state, state)
    against = state == DecisionState.GO and decision.verdict != Verdict.PASS
    policies.check_reason(reason, against_verdict=against)
    before = decision.state
    decision.state, decision.reason = state, reason.strip()
    decision.decided_by, decision.decided_at, decision.changed_at = by, at, at
    if state != DecisionState.DROPPED:
        decision.starts = starts
    decision.save()
    details = {"before": before, "after": state, "reason": decision.reason, "verdict": decision.verdict}
    _note("decision-decided", decision, by, details)
    return decision


@transaction.atomic
def search_alternatives(*, decision: Decision, by: Person) -> Job:
    """Ask for the search; one that is under way is not asked for twice."""
    decision = _held(decision)
    if not decision.verdict:
        raise NotAllowed(_("Test the decision first: the search aims at its change of revenue in year one."))
    if decision.search and not decision.search.is_finished:
        return decision.search
    decision.search = enqueue(kind=SEARCH, by=by, payload={"decision": decision.pk})
    decision.save(update_fields=["search"])
    return decision.search


def stop_search(*, decision: Decision, by: Person, at: datetime) -> None:
    if decision.search and not decision.search.is_finished:
        cancel(job=decision.search, by=by, at=at)


def take_alternative(*, decision: Decision, place: int, by: Person, at: datetime) -> Decision:
    """A new draft with the levers of one alternative; the decision itself stays as it is."""
    found = ((decision.search and decision.search.result) or {}).get("alternatives", [])
    if not 0 <= place < len(found):
        raise NotAllowed(_("This alternative is no longer there. Please search again."))
    return _copy(
        decision, kept(found[place]["levers"]), _("Alternative %(number)d to: %(title)s"), place + 1, by, at
    )


def copy_decision(*, decision: Decision, by: Person, at: datetime) -> Decision:
    return _copy(decision, kept(decision.levers), _("Copy of: %(title)s"), 0, by, at)


def _copy(decision: Decision, levers: Levers, title: str, number: int, by: Person, at: datetime) -> Decision:
    return write_decision(
        title=(title % {"number": number, "title": decision.title})[:120],
        what=decision.what,
        proposer=by.display_name,
        place=decision.place,
        levers=levers,
        by=by,
        at=at,
    )


def look_back(*, decision: Decision, after: int, by: Person, at: datetime) -> LookBack:
    """Hold the forecast against what the facts say so many months after the start."""
    today = timezone.localdate(at)
    policies.check_can_look_back(decision, after, today)
    found = happened(decision, after, today=today)
    if all(value is None for value in found.changes.values()):
        raise NotAllowed(_("The facts have no figures for these months yet. Import the files first."))
    return _keep_look_back(decision, after, found.changes, found.version, by=by, at=at)


@transaction.atomic
def _keep_look_back(
    decision: Decision,
    after: int,
    changes: Mapping[str, float | None],
    version: str,
    *,
    by: Person,
    at: datetime,
) -> LookBack:
    forecast = decision.forecasts.filter(preset="literature").order_by("-round")[:1].get()
    scores = score(Run.from_dict(forecast.result), after, changes)
    try:
        with transaction.atomic():
            made = LookBack.objects.create(
                decision=decision,
                after=after,
                forecast=forecast,
                happened=dict(changes),
                scores=[asdict(one) for one in scores],
                facts_version=version,
                made_at=at,
                made_by=by,
            )
    except IntegrityError:
        raise NotAllowed(_("This look-back has been made already.")) from None
    inside = sum(one.inside for one in scores)
    _note("decision-looked-back", decision, by, {"after": after, "inside": inside, "of": len(scores)})
    return made


def _held(decision: Decision) -> Decision:
    """Two people who change one decision do so one after the other."""
    return Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)


def _note(action: str, about: Decision, by: Person, details: dict[str, Any]) -> None:
    code = about.store.code if about.store else ""
    audit.record(action, by=by, about="decision", key=about.title, store=code, details=details)
