"""Scoring a drawn clip, once or twice and blindly, and what is found by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biaogan.org import audit
from biaogan.org.models import Person
from biaogan.org.policies import NotAllowed
from biaogan.quality.findings.actions import record_finding
from biaogan.quality.models import CheckItem, CheckItemVersion, Source, VideoAnswer, VideoCheck, VideoScoring
from biaogan.quality.publishing.asking import ask_to_publish
from biaogan.quality.states.moving import check_move
from biaogan.quality.states.video import CHECK_MOVES, CheckState
from biaogan.quality.typed import masked
from biaogan.quality.video import policies


@dataclass(frozen=True)
class Compared:
    """One item in both scorings; None where a person did not see it, or there was no second."""

    version: CheckItemVersion
    first: int | None
    second: int | None

    @property
    def agrees(self) -> bool | None:
        """Whether both say pass, or both say fail; None where one of them did not see it."""
        if self.first is None or self.second is None:
            return None
        return (self.first >= self.version.pass_points) == (self.second >= self.version.pass_points)


def versions_of(check: VideoCheck) -> list[CheckItemVersion]:
    """The current wordings of the step that was drawn; without a step, of all that can be seen."""
    items = CheckItem.objects.in_use()
    if check.step:
        items = items.filter(step=check.step)
    current = CheckItemVersion.objects.filter(item__in=items, is_current=True).select_related("item")
    return list(current.order_by("item__step", "item__level", "item__pk"))


@transaction.atomic
def score_check(
    *,
    check: VideoCheck,
    camera: str,
    starts: datetime,
    ends: datetime,
    scores: Mapping[int, int | None],
    note: str,
    by: Person,
    at: datetime,
) -> VideoCheck:
    """The first scoring, or the second of a clip that is scored twice. The last one closes the clip."""
    check = _held(check)
    policies.check_may_score(check, by)
    place = check.scorings.count() + 1
    last = place == 2 or not check.twice
    check_move(CHECK_MOVES, CheckState, check.state, CheckState.CLOSED if last else CheckState.SCORED)
    _check_times(check, starts, ends, at)
    versions = versions_of(check)
    _check_scores(versions, scores)
    scoring = VideoScoring.objects.create(
        check_of=check, place=place, camera=camera.strip(), starts=starts, ends=ends, note=masked(note),
        by=by, at=at,
    )  # fmt: skip
    VideoAnswer.objects.bulk_create(
        VideoAnswer(scoring=scoring, version=version, points=scores[version.pk]) for version in versions
    )
    # Only that it was scored: what was scored stands in the scoring, where a second person cannot read it.
    _note("check-scored", check, by, {"place": place})
    if last:
        return _close(check, by, at)
    check.state = CheckState.SCORED
    check.save(update_fields=["state"])
    return check


def _check_times(check: VideoCheck, starts: datetime, ends: datetime, at: datetime) -> None:
    if ends <= starts:
        raise NotAllowed(_("The clip ends before it begins. Please check both times."))
    if ends > at:
        raise NotAllowed(_("This clip lies in the future."))
    policies.check_window(check, timezone.localdate(starts))


def _check_scores(versions: Sequence[CheckItemVersion], scores: Mapping[int, int | None]) -> None:
    if not versions:
        raise NotAllowed(_("There are no check items for this service step yet. Write its standards first."))
    for version in versions:
        if version.pk not in scores:
            raise NotAllowed(_("“%(item)s” has no score yet.") % {"item": version.text})
        points = scores[version.pk]
        if points is not None and points not in {one["points"] for one in version.scores}:
            sentence = _("“%(item)s” cannot get %(points)d points.")
            raise NotAllowed(sentence % {"item": version.text, "points": points})
    if all(points is None for points in scores.values()):
        raise NotAllowed(_("Nothing could be seen in this clip: replace it with a reason instead."))


@transaction.atomic
def close_alone(*, check: VideoCheck, because: str, by: Person, at: datetime) -> VideoCheck:
    """Without the second scoring that was drawn; the reason stays beside it."""
    policies.check_reason(because)
    check = _held(check)
    policies.check_can_close_alone(check, check.scorings.first())
    check_move(CHECK_MOVES, CheckState, check.state, CheckState.CLOSED)
    check.alone_because = masked(because)
    return _close(check, by, at)


def _close(check: VideoCheck, by: Person, at: datetime) -> VideoCheck:
    check.state, check.closed_at = CheckState.CLOSED, at
    check.save(update_fields=["state", "closed_at", "alone_because"])
    scorings = list(check.scorings.prefetch_related("answers__version__item"))
    failed = [one for one in compared(scorings) if is_failed(one, twice=len(scorings) == 2)]
    for one in failed:
        _find(check, one.version, scorings[0], by, at)
    _note("check-closed", check, by, {"count": len(failed), "reason": check.alone_because})
    ask_to_publish()
    return check


def compared(scorings: Sequence[VideoScoring]) -> list[Compared]:
    """Item by item; meant for a closed clip, whose scorings are both open."""
    first = scorings[0]
    other = {one.version_id: one.points for one in _answers(scorings[1:])}
    return [Compared(one.version, one.points, other.get(one.version_id)) for one in first.answers.all()]


def _answers(scorings: Iterable[VideoScoring]) -> list[VideoAnswer]:
    return [answer for scoring in scorings for answer in scoring.answers.all()]


def is_failed(one: Compared, *, twice: bool) -> bool:
    """One person's fail; of two people both, for what one of them passes is not proven."""
    given = (one.first, one.second) if twice else (one.first,)
    return all(points is not None and points < one.version.pass_points for points in given)


def _find(
    check: VideoCheck, version: CheckItemVersion, scoring: VideoScoring, by: Person, at: datetime
) -> None:
    record_finding(
        store=check.store, source=Source.VIDEO, key=f"{check.pk}-{version.item_id}", step=version.item.step,
        level=version.item.level, text=version.text, item=version.item,
        found_on=timezone.localdate(scoring.starts), by=by, at=at,
    )  # fmt: skip


def _held(check: VideoCheck) -> VideoCheck:
    rows = VideoCheck.objects.select_for_update(of=("self",)).select_related("store", "draw")
    return rows.get(pk=check.pk)


def _note(action: str, check: VideoCheck, by: Person, details: dict[str, object]) -> None:
    audit.record(
        action, by=by, about="video-check", key=str(check.pk), store=check.store.code, details=details
    )
