"""The monthly analysis and the quarterly summary: the same chain, seen from a whole month or three."""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from biaogan.engine.metrics.catalogue import metric_of
from biaogan.engine.metrics.reading import Reading
from biaogan.reports.document import Document, Grid, Page, Picture, Sentence
from biaogan.reports.writing import parts, weekly
from biaogan.reports.writing.frame import framed
from biaogan.reports.writing.situation import Situation
from biaogan.targets import tables
from biaogan.targets.asked import REGION
from biaogan.targets.comparison import tables as compared
from biaogan.targets.comparison.queries import compared_stores
from biaogan.targets.numbers import figures, year_until
from biaogan.targets.scorecard import sentences as scored_words
from biaogan.targets.scorecard import tables as scored
from biaogan.targets.scorecard.queries import region_card
from biaogan.targets.why import queries as causes
from biaogan.targets.why import tables as told
from biaogan.targets.written import said, written
from biaogan.ui import formats

EXPLAINED = ("revenue", "gross-margin")
COMPARED = ("first-time-fix", "on-time-delivery", "nps")
CUSTOMERS = ("maintenance-return-rate", "retention", "nps", "complaint-rate")
PROCESS = ("first-time-fix", "on-time-delivery", "comeback-rate", "cycle-time-median")


def monthly(found: Situation) -> Document:
    pages = [
        weekly.summary(found), *_explained(found), side_by_side(found), *_compared(found),
        trends(found, "customers", _("Customers"), CUSTOMERS),
        trends(found, "process", _("Workshop and process"), PROCESS),
        weekly.problems(found), card(found), weekly.promises(found),
    ]  # fmt: skip
    return framed(found, _("Monthly analysis"), pages)


def quarterly(found: Situation) -> Document:
    """The quarter month by month, then its last month in full, then what is planned."""
    pages = [
        weekly.summary(found), by_month(found), *_explained(found), side_by_side(found),
        trends(found, "customers", _("Customers"), CUSTOMERS),
        trends(found, "process", _("Workshop and process"), PROCESS),
        weekly.problems(found), card(found), weekly.promises(found), plan(),
    ]  # fmt: skip
    return framed(found, _("Quarterly summary and plan"), pages)


def _explained(found: Situation) -> list[Page]:
    return [page for slug in EXPLAINED if (page := explained(found, slug))]


def explained(found: Situation, slug: str) -> Page | None:
    """What the change against last year is made of, or against last month where no year is known."""
    if not found.about.month:
        return None
    metric = metric_of(slug)
    for against in ("year", "month"):
        why = causes.why(metric, replace(found.about, store=None), against=against)
        if why is not None and why.gap is not None:
            break
    else:
        return Page(f"why-{slug}", said(metric.name), [_silent(slug, why)])
    unit, amounts = parts.in_unit(metric, [step.amount for step in why.gap.steps])
    address = f"{reverse('targets:why', args=[slug])}?month={found.about.month}&against={against}"
    sentences = [parts.plain(f"why-{slug}", told.sentence(why, why.gap), address=address)]
    if text := told.paradox(why):
        sentences.append(parts.plain(f"why-{slug}-paradox", text, address=address))
    names = [told.name_of(why, step.name) for step in why.gap.steps]
    series = [(said(metric.name), amounts)]
    picture = Picture(_("What the change is made of"), "bar", unit, names, series)
    return Page(f"why-{slug}", said(metric.name), sentences, pictures=[picture])


def _silent(slug: str, why: causes.Why | None) -> Sentence:
    text = told.silence(why) if why else _("There is nothing to compare with.")
    return parts.plain(f"why-{slug}", text)


def side_by_side(found: Situation) -> Page:
    heading = _("Stores side by side")
    if found.cockpit is None:
        return _without_data("stores", heading)
    note = _("A mark means the store's whole 95 % interval lies on one side of the region.")
    return Page(
        "stores", heading, [parts.plain("stores-note", note)], grids=[parts.grid(tables.heat(found.cockpit))]
    )


def _compared(found: Situation) -> list[Page]:
    return [page for slug in COMPARED if (page := comparison(found, slug))]


def comparison(found: Situation, slug: str) -> Page | None:
    """Rank bands of three months; "cannot be told apart" is a result."""
    ranked = compared_stores(metric_of(slug), found.about, span=3) if found.about.month else None
    if ranked is None:
        return None
    address = f"{reverse('targets:comparison', args=[slug])}?month={found.about.month}"
    sentences = [parts.plain(f"comparison-{slug}", compared.summary(ranked), address=address)]
    return Page(
        f"comparison-{slug}", compared.title(ranked), sentences, grids=[parts.grid(compared.stores(ranked))]
    )


def trends(found: Situation, key: str, heading: str, slugs: tuple[str, ...]) -> Page:
    if not found.about.month:
        return _without_data(key, heading)
    months = year_until(found.about.month)
    read = figures(list(slugs), months=months, stores=found.about.codes, as_of=found.today)
    series = {slug: read.series(slug, REGION, months) for slug in slugs}
    sentences = [_newest(slug, series[slug][-1], found) for slug in slugs]
    return Page(key, heading, sentences, pictures=parts.trend(slugs, series, months)[:2])


def _newest(slug: str, one: Reading, found: Situation) -> Sentence:
    metric = metric_of(slug)
    text = f"{said(metric.name)}：{written(metric, one.value)}"
    address = f"{reverse('targets:metric', args=[slug])}?month={found.about.month}"
    return parts.plain(f"now-{slug}", text, address=address, readings=[one])


def card(found: Situation) -> Page:
    whole = region_card(found.about) if found.about.month else None
    if whole is None:
        return _without_data("scorecard", _("Scorecard"))
    says = scored_words.sentences(whole.region)
    address = f"{reverse('targets:scorecard')}?month={found.about.month}"
    sentences = [parts.plain(f"scorecard-{at}", text, address=address) for at, text in enumerate(says)]
    return Page(
        "scorecard", _("Scorecard"), sentences, grids=[parts.grid(scored.stores(whole, export_url=""))]
    )


def by_month(found: Situation) -> Page:
    """The quarter's three months side by side."""
    slugs = [one.metric.slug for one in found.cockpit.cards] if found.cockpit else []
    months = found.span.months
    if not slugs:
        return _without_data("months", _("Month by month"))
    read = figures(slugs, months=months, stores=found.about.codes, as_of=found.today)
    rows = [
        [said(metric_of(slug).name)]
        + [written(metric_of(slug), read.at(slug, REGION, month).value) for month in months]
        for slug in slugs
    ]
    language = parts.page_language()
    header = [_("Metric"), *(formats.month(month, language) for month in months)]
    grid = Grid(_("Month by month"), header, rows, numbers=list(range(1, len(header))))
    return Page("months", _("Month by month"), grids=[grid])


def _without_data(key: str, heading: str) -> Page:
    return Page(key, heading, [parts.plain(key, _("There are no data of this period yet."))])


def plan() -> Page:
    """What the manager means to do: the system asks, the manager writes."""
    asks = [
        ("plan-aims", _("Aims of the next quarter")),
        ("plan-actions", _("What will be done, by whom, by when")),
        ("plan-risks", _("What could stand in the way")),
    ]
    waiting = _("To be written.")
    return Page("plan", _("Next quarter"), [parts.plain(key, waiting, head=head) for key, head in asks])
