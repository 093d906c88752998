"""Reads of video checks: draws, checks, the quota of a month, how far two people agree."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from biaogan.engine.methods.agreement import Agreement, cohen_kappa
from biaogan.org.models import Store
from biaogan.org.permissions import Permission
from biaogan.org.scope import Scope
from biaogan.org.setting import value_of
from biaogan.quality.models import VideoCheck, VideoDraw, VideoScoring
from biaogan.quality.states.video import CheckState
from biaogan.quality.video.checks import compared
from biaogan.quality.video.settings import PER_MONTH


@dataclass(frozen=True)
class Quota:
    """Checks of a store that are drawn for and closed in a month, against the setting."""

    store: Store
    closed: int
    drawn: int
    wanted: int


def draws(*, scope: Scope) -> list[VideoDraw]:
    rows = VideoDraw.objects.within(scope).select_related("region")
    return list(rows.annotate(made=Count("checks"), closed=Count("checks", filter=_closed("checks__"))))


def _closed(prefix: str = "") -> Q:
    return Q(**{f"{prefix}state": CheckState.CLOSED})


def checks(*, scope: Scope, draw: VideoDraw | None = None) -> list[VideoCheck]:
    """For those of a store only what is checked."""
    rows = VideoCheck.objects.within(scope).select_related("store", "draw")
    if draw is not None:
        rows = rows.filter(draw=draw)
    if not scope.allows(Permission.CHECK_VIDEO):
        rows = rows.filter(_closed())
    return list(rows)


def quotas(*, scope: Scope, month: str) -> list[Quota]:
    wanted = value_of(PER_MONTH)
    rows = VideoCheck.objects.within(scope).filter(draw__month=month).exclude(state=CheckState.REPLACED)
    counts = rows.order_by().values("store").annotate(drawn=Count("pk"), closed=Count("pk", filter=_closed()))
    by_store = {one["store"]: one for one in counts}
    none = {"drawn": 0, "closed": 0}
    return [
        Quota(store, found["closed"], found["drawn"], wanted)
        for store in Store.objects.within(scope).active()
        for found in [by_store.get(store.pk, none)]
    ]


def agreement(*, scope: Scope) -> Agreement:
    """Over all clips of the scope that two people scored; items both of them saw."""
    rows = VideoScoring.objects.filter(
        check_of__in=VideoCheck.objects.within(scope).filter(_closed(), twice=True, alone_because="")
    )
    by_check: dict[int, list[VideoScoring]] = {}
    for scoring in rows.order_by("check_of", "place").prefetch_related("answers__version"):
        by_check.setdefault(scoring.check_of_id, []).append(scoring)
    return cohen_kappa(
        (one.first >= one.version.pass_points, one.second >= one.version.pass_points)
        for scorings in by_check.values()
        for one in compared(scorings)
        if one.first is not None and one.second is not None
    )
