"""Reading check items with their words."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language

from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.quality.levels import Level, Step
from biaogan.quality.models import CheckItem, CheckItemVersion
from biaogan.quality.standards.items.scores import Score, scores_of

STEP_ORDER = {step: place for place, step in enumerate(Step.values)}


@dataclass(frozen=True)
class Filters:
    """Empty ones ask for everything; retired items are shown only when asked for."""

    step: str = ""
    level: str = ""
    sop: str = ""
    retired: bool = False


def language_now() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh"


def with_current(items: QuerySet[CheckItem]) -> list[CheckItem]:
    """The items, each with the version that holds now; ask `current` for it."""
    newest = CheckItemVersion.objects.filter(is_current=True).select_related("best_practice", "author")
    return list(items.select_related("sop").prefetch_related(Prefetch("versions", newest, "now")))


def current(item: CheckItem) -> CheckItemVersion:
    """The version that holds now, of an item that was read by `with_current`."""
    version: CheckItemVersion = item.now[0]  # type: ignore[attr-defined]
    return version


def items_like(filters: Filters) -> list[CheckItem]:
    """In the order of the service, then of the ladder."""
    found = CheckItem.objects.filter(retired_on__isnull=not filters.retired)
    if filters.step in Step.values:
        found = found.filter(step=filters.step)
    if filters.level in map(str, Level.values):
        found = found.filter(level=filters.level)
    if filters.sop:
        found = found.filter(sop__code=filters.sop)
    return sorted(with_current(found), key=lambda item: (STEP_ORDER[item.step], item.level, item.pk))


def worded(version: CheckItemVersion) -> list[tuple[Score, str]]:
    """Every score with its words in the language of the page."""
    language = language_now()
    return [(score, score.words(language)) for score in scores_of(version.scores)]


def metric_name(slug: str) -> str:
    """What people call a metric; a slug that is no longer declared stands for itself."""
    metric = CATALOGUE.get(slug)
    if metric is None:
        return slug
    return metric.name.en if language_now() == "en" else metric.name.zh
