"""Reads of the signals: charts of every metric and store, judged together, once per state of the facts."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from biaogan.engine.metrics.catalogue import CATALOGUE, metric_of
from biaogan.engine.periods import rolling
from biaogan.followup.rule import Finding
from biaogan.intake.state import current_version
from biaogan.org.scope import Scope
from biaogan.targets.models import Rebasing
from biaogan.targets.numbers import Figures, figures, months_with_data
from biaogan.targets.signals.charted import Basis, Charted, basis_of, charted
from biaogan.targets.signals.findings import Region, found
from biaogan.targets.signals.judging import Place, judge
from biaogan.targets.signals.kept import kept
from biaogan.targets.signals.telling import Told, keep, path_of, read, told
from biaogan.targets.signals.working_time import weights

log = logging.getLogger(__name__)
HISTORY = 48  # months: a baseline of two years and two years judged by it
Cause = tuple[str, str, str, str]  # metric, store, month, cause


def standing_out(stores: Sequence[str], *, month: str, today: date, running: bool) -> Sequence[Finding]:
    return _findings(*_asked(stores, month, today), running)


def told_of(stores: Sequence[str], *, month: str, today: date, running: bool) -> Told:
    """What the judging of a month came to: read where it is kept, else judged now."""
    asked = (*_asked(stores, month, today), running)
    path = _kept(*asked)
    if not path.exists():
        _region(*asked)
    if not path.exists():  # judged before by this process, and removed since
        keep(told(_region(*asked)), path)
    return _read(path)


def _kept(
    state: str, stores: tuple[str, ...], month: str, today: date, begun: tuple[Cause, ...], running: bool
) -> Path:
    version = state.rpartition(" ")[2]
    return path_of(version, (stores, month, today, begun, running))


@lru_cache(maxsize=64)
def _read(path: Path) -> Told:
    return read(path)


def _asked(
    stores: Sequence[str], month: str, today: date
) -> tuple[str, tuple[str, ...], str, date, tuple[Cause, ...]]:
    return _state(), tuple(stores), month, today, causes(stores)


def _state() -> str:
    """Which facts of which home: another state of the facts is judged anew."""
    return f"{settings.BIAOGAN_LAKE} {current_version()}"


def causes(stores: Sequence[str]) -> tuple[Cause, ...]:
    rows = Rebasing.objects.filter(store__code__in=stores)
    return tuple(rows.values_list("metric", "store__code", "month", "cause"))


@lru_cache(maxsize=64)
def _findings(
    state: str, stores: tuple[str, ...], month: str, today: date, begun: tuple[Cause, ...], running: bool
) -> tuple[Finding, ...]:
    asked = (stores, month, today, begun, running)
    return kept(current_version(), asked, lambda: found(_region(state, *asked)))


@lru_cache(maxsize=2)
def _region(
    state: str, stores: tuple[str, ...], month: str, today: date, begun: tuple[Cause, ...], running: bool
) -> Region:
    log.debug("judging %s stores at %s", len(stores), state)
    first = months_with_data(stores)[0]
    months = [one for one in rolling(month, HISTORY) if one >= first]
    figured = figures(list(CATALOGUE), months=rolling(month, HISTORY), stores=stores, as_of=today)
    working = weights(rolling(month, HISTORY), stores=stores)
    charts = _charts(figured, stores, months, working, begun, shares_only=running)
    region = Region(stores, month, running, figured, working, charts, judge(charts, month=month))
    keep(told(region), _kept(state, stores, month, today, begun, running))
    return region


def _charts(
    read: Figures,
    stores: Sequence[str],
    months: Sequence[str],
    working: Mapping[str, float],
    begun: Sequence[Cause],
    *,
    shares_only: bool,
) -> dict[Place, Charted]:
    """Of part of a month only shares are judged."""
    own: dict[Place, dict[str, str]] = {}
    for metric, store, month, cause in begun:
        own.setdefault((store, metric), {})[month] = cause
    series = {(store, slug): read.series(slug, store, months) for store in stores for slug in CATALOGUE}
    return {
        (store, slug): charted(metric_of(slug), found, weights=working, causes=own.get((store, slug)))
        for (store, slug), found in series.items()
        if not shares_only or basis_of(metric_of(slug), found) is Basis.SHARE
    }


def one_chart(slug: str, *, place: str, stores: Sequence[str], month: str, today: date) -> Charted | None:
    """The chart of one metric at one store, or at the region these stores make; None without data."""
    known = months_with_data(stores)
    months = [one for one in rolling(month, HISTORY) if known and one >= known[0]]
    if not months:
        return None
    read = figures([slug], months=months, stores=stores, as_of=today)
    begun = {when: cause for metric, store, when, cause in causes(stores) if (metric, store) == (slug, place)}
    return charted(
        metric_of(slug),
        read.series(slug, place, months),
        weights=weights(months, stores=stores),
        causes=begun,
    )


def rebasings(*, scope: Scope, slug: str, store: str) -> Sequence[Rebasing]:
    rows = Rebasing.objects.within(scope).filter(metric=slug, store__code=store)
    return list(rows.select_related("by", "store"))
