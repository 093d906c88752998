"""Reads of feedback: the week by theme, a theme over weeks, the texts, and what waits for a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import TruncWeek

from biaogan.engine.methods.chart_rules import Point
from biaogan.engine.methods.control_charts import Baseline, u_chart
from biaogan.engine.methods.themes.learning import ENOUGH, can_learn
from biaogan.engine.methods.themes.novelty import New, new_terms
from biaogan.intake.state import current_version
from biaogan.org.models import Store
from biaogan.org.scope import Scope
from biaogan.quality.feedback.themes import NO_THEME, ThemeNow, every_theme
from biaogan.quality.models import (
    Feedback,
    FeedbackFile,
    Finding,
    Sop,
    Source,
    ThemeLabel,
    ThemeLearning,
)
from biaogan.targets.landing.history import taken

WEEKS = 26  # the weeks before, by which the limits are set
COMPARED_WEEKS = 8  # by which "new this week" is judged
WEEK = timedelta(days=7)
HUNDRED = 100.0
FILES_SHOWN = 20


@dataclass(frozen=True)
class ThemeLine:
    """A theme in one week. Rates per 100 visits; None where visits or limits are not known."""

    theme: ThemeNow
    texts: int
    rate: float | None
    usual: float | None
    upper: float | None
    lower: float | None
    status: str  # bad above the limits, good below, none inside, info where nothing can be said


@dataclass(frozen=True)
class Weekly:
    week: date
    stores: Sequence[Store]
    visits: float | None
    texts: int
    complaints: int
    lines: Sequence[ThemeLine]
    new: Sequence[New]
    before: int  # texts of the eight weeks before
    waiting: int

    @property
    def until(self) -> date:
        return self.week + WEEK - timedelta(days=1)


@dataclass(frozen=True)
class ThemeWeeks:
    """One theme week by week: texts, visits and the judged rate (None without visits)."""

    theme: ThemeNow
    weeks: Sequence[date]
    texts: Sequence[int]
    points: Sequence[Point | None]


@dataclass(frozen=True)
class Learning:
    """How the sorting stands: confirmed texts, how many are wanted, what was learned last."""

    labels: int
    enough: int
    possible: bool  # whether the part that learns is installed
    last: ThemeLearning | None


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def newest_week(*, scope: Scope, today: date) -> date:
    """The week pages open with: the newest complete one with texts, else the one before this."""
    this = monday(today)
    newest = Feedback.objects.within(scope).said().filter(said_on__lt=this).aggregate(day=Max("said_on"))
    return monday(newest["day"]) if newest["day"] else this - WEEK


def weekly(*, scope: Scope, stores: Sequence[Store], week: date) -> Weekly:
    """The themes of a week, the most telling first."""
    weeks = [week - WEEK * back for back in range(WEEKS, -1, -1)]
    known = every_theme()
    counts = _counts(scope, stores, weeks)
    visits = _visits(stores, weeks)
    lines = [
        _line(theme, counts[theme.code], weeks, visits)
        for theme in known.values()
        if theme.counts and counts[theme.code]
    ]
    rows = _texts_of(scope, stores, week, week)
    recent, past = (
        _for_terms(rows),
        _for_terms(_texts_of(scope, stores, week - COMPARED_WEEKS * WEEK, week - WEEK)),
    )
    return Weekly(
        week=week, stores=stores, visits=visits.get(week), texts=rows.count(),
        complaints=sum(line.texts for line in lines),
        lines=sorted(lines, key=lambda line: (line.status != "bad", -line.texts, line.theme.level)),
        new=new_terms(recent, past), before=len(past), waiting=waiting(scope=scope).count(),
    )  # fmt: skip


def _texts_of(scope: Scope, stores: Sequence[Store], first: date, last: date) -> QuerySet[Feedback]:
    """Texts of the weeks from the first Monday to the last, both weeks included."""
    return Feedback.objects.within(scope).said().filter(
        store__in=stores, said_on__gte=first, said_on__lt=last + WEEK
    )  # fmt: skip


def _for_terms(rows: QuerySet[Feedback]) -> list[str]:
    """Praise is left out: what is new is asked of what went wrong."""
    silent = [code for code, theme in every_theme().items() if not theme.counts]
    return list(rows.exclude(theme__in=silent).values_list("text", flat=True))


def _counts(scope: Scope, stores: Sequence[Store], weeks: Sequence[date]) -> Mapping[str, Mapping[date, int]]:
    rows = _texts_of(scope, stores, weeks[0], weeks[-1]).exclude(theme=NO_THEME)
    grouped = rows.annotate(week=TruncWeek("said_on")).values_list("theme", "week").annotate(n=Count("pk"))
    found: dict[str, dict[date, int]] = defaultdict(dict)
    for theme, week, n in grouped.order_by("theme", "week"):
        found[theme][week] = n
    return found


def _visits(stores: Sequence[Store], weeks: Sequence[date]) -> dict[date, float]:
    """Visits by week; a week of which no day is known is not named."""
    found: dict[date, float] = {}
    for day, amount in taken(current_version(), "visits", [store.code for store in stores]).items():
        week = monday(day)
        if weeks[0] <= week <= weeks[-1]:
            found[week] = found.get(week, 0.0) + amount
    return found


def _judged(
    counts: Mapping[date, int], weeks: Sequence[date], visits: Mapping[date, float]
) -> list[Point | None]:
    """The rate per 100 visits of each week, with exact Poisson limits from the weeks before the last."""
    pairs = [
        (float(counts.get(week, 0)), visits[week] / HUNDRED) if visits.get(week) else None for week in weeks
    ]
    return list(u_chart(pairs, [Baseline(0, len(weeks) - 2)]).points)


def _line(
    theme: ThemeNow, counts: Mapping[date, int], weeks: Sequence[date], visits: Mapping[date, float]
) -> ThemeLine:
    texts, seen = counts.get(weeks[-1], 0), visits.get(weeks[-1])
    rate = texts / seen * HUNDRED if seen else None
    point = _judged(counts, weeks, visits)[-1]
    if point is None:
        return ThemeLine(theme, texts, rate, None, None, None, "info")
    status = "bad" if point.value > point.upper else "good" if point.value < point.lower else "none"
    return ThemeLine(theme, texts, rate, point.centre, point.upper, point.lower, status)


def theme_weeks(*, scope: Scope, stores: Sequence[Store], theme: ThemeNow, week: date) -> ThemeWeeks:
    weeks = [week - WEEK * back for back in range(WEEKS, -1, -1)]
    counts = _counts(scope, stores, weeks)[theme.code]
    points = _judged(counts, weeks, _visits(stores, weeks))
    return ThemeWeeks(theme, weeks, [counts.get(one, 0) for one in weeks], points)


def texts(
    *, scope: Scope, store: str = "", theme: str = "", state: str = "", term: str = "",
    since: date | None = None, until: date | None = None,
) -> QuerySet[Feedback]:  # fmt: skip
    """Texts as filtered, the newest first."""
    rows = Feedback.objects.within(scope).said().select_related("store")
    wanted = {
        "store__code": store, "theme": theme, "state": state, "text__icontains": term,
        "said_on__gte": since, "said_on__lte": until,
    }  # fmt: skip
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def waiting(*, scope: Scope) -> QuerySet[Feedback]:
    """Texts that a person is to look at, the newest first."""
    return Feedback.objects.within(scope).waiting().select_related("store")


def likely(feedback: Feedback, known: Mapping[str, ThemeNow]) -> list[ThemeNow]:
    """Themes offered first: the guess, then those whose words the text holds, the heaviest first."""
    from biaogan.engine.methods.themes.rules import weights

    found = weights(feedback.text, [theme.keywords for theme in known.values()])
    order = sorted(found, key=lambda code: -found[code])
    first = [feedback.theme] if feedback.theme in known else []
    return [known[code] for code in dict.fromkeys([*first, *order])]


def files(*, scope: Scope) -> QuerySet[FeedbackFile]:
    """What the person brought, and what reached their stores and no others."""
    seen = Feedback.objects.filter(file__isnull=False).values("file")
    inside = seen.filter(store__code__in=scope.store_codes)
    outside = seen.exclude(store__code__in=scope.store_codes)
    own = Q(brought_by=scope.person) | (Q(pk__in=inside) & ~Q(pk__in=outside))
    return FeedbackFile.objects.filter(own).select_related("brought_by")


def finding_of(feedback: Feedback) -> Finding | None:
    return Finding.objects.filter(source=Source.FEEDBACK, key=str(feedback.pk)).first()


def labels_of(feedback: Feedback) -> list[ThemeLabel]:
    return list(feedback.labels.select_related("confirmed_by"))


def instruction_of(theme: ThemeNow) -> Sop | None:
    """The instruction of the step the theme blames."""
    return Sop.objects.filter(step=theme.step).first()


def learning() -> Learning:
    labels = ThemeLabel.objects.exclude(theme=NO_THEME).values("feedback").distinct().count()
    return Learning(labels, ENOUGH, can_learn(), ThemeLearning.objects.select_related("by").first())
