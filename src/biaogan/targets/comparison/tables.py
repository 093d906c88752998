"""Compared stores as tables and sentences."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from biaogan.engine.methods.shrinkage import ENOUGH
from biaogan.engine.metrics.metric import Better, Cut
from biaogan.org.models import Store
from biaogan.targets.asked import REGION
from biaogan.targets.comparison.case_mix import SHOWN, Shares
from biaogan.targets.comparison.estimating import Kind, StoreFigure
from biaogan.targets.comparison.queries import ComparedStores
from biaogan.targets.metric_tables import place_url, value_column
from biaogan.targets.words import CUTS, page_language, part_label
from biaogan.targets.written import bare, said, written
from biaogan.ui import formats
from biaogan.ui.intervals import Interval, Intervals
from biaogan.ui.table import Cell, Column, Table


def names(found: ComparedStores) -> dict[str, str]:
    return {store.code: store.name for store in found.asked.stores}


def listed(words: Iterable[str]) -> str:
    return _(", ").join(words)


def number(found: ComparedStores, value: float | None) -> str | None:
    return None if value is None else bare(found.metric, Decimal(str(value)))


# Who differs from whom.


def stores(found: ComparedStores) -> Table:
    """The raw figure always beside the shrunken one, and the rank as a band; sums stand without either."""
    columns = [Column(_("Store")), value_column(found.metric), Column(_("Cases"), number=True)]
    if is_ranked(found):
        columns += [
            Column(_("95% interval"), number=True),
            Column(_("Drawn to the mean"), number=True),
            Column(_("Possible rank"), number=True),
            Column(_("Difference")),
        ]
    rows = [_store_row(found, store) for store in found.best_first]
    totals = [_("Region"), number(found, found.region), *[None] * (len(columns) - 2)]
    return Table(_("Stores compared"), columns, rows, totals=totals, cards=True)


def is_ranked(found: ComparedStores) -> bool:
    return found.kind not in (Kind.SUM, Kind.LEVEL)


def _store_row(found: ComparedStores, store: Store) -> list[Cell | object]:
    code, figure = store.code, found.ranked.figures.get(store.code)
    name = Cell(store.name, url=place_url(found.metric, found.asked.month, code))
    if figure is None:
        return [name, None, None, *([None, None, None, _("No data")] if is_ranked(found) else [])]
    row: list[Cell | object] = [name, number(found, figure.value), formats.count(figure.n)]
    if not is_ranked(found):
        return row
    shrunken = found.ranked.shrunken.get(code)
    drawn = number(found, shrunken.value) if shrunken else None
    return [*row, _span(found, figure), drawn, rank(found, code), difference(found, code)]


def _span(found: ComparedStores, figure: StoreFigure) -> str | None:
    if figure.interval is None:
        return None
    return f"{number(found, figure.interval.low)}–{number(found, figure.interval.high)}"


def rank(found: ComparedStores, code: str) -> str | None:
    """The best and the worst rank that the figures allow."""
    band = found.ranked.band(code)
    if band is None:
        return None
    return str(band.best) if band.best == band.worst else f"{band.best}–{band.worst}"


def difference(found: ComparedStores, code: str) -> str:
    """From whom a store differs, in plain words."""
    if found.ranked.band(code) is None:
        return _not_ranked(found, code)
    if found.ranked.ranked < 2:
        return _("Nothing to compare with")
    name, ranked = names(found), found.ranked
    better = listed(name[one] for one in ranked.better_than(code))
    worse = listed(name[one] for one in ranked.worse_than(code))
    alike = len(ranked.comparison.alike(code))
    if not better and not worse:
        return _("Cannot be told apart from any other store")
    above, below = _words(found)
    parts = [words % {"stores": named} for words, named in ((above, better), (below, worse)) if named]
    if alike:
        rest = ngettext(
            "cannot be told apart from %(count)s other", "cannot be told apart from %(count)s others", alike
        )
        parts.append(rest % {"count": alike})
    return _("; ").join(parts)


def _words(found: ComparedStores) -> tuple[str, str]:
    if found.metric.better is Better.BAND:
        return _("Higher than %(stores)s"), _("Lower than %(stores)s")
    return _("Better than %(stores)s"), _("Worse than %(stores)s")


def _not_ranked(found: ComparedStores, code: str) -> str:
    figure = found.ranked.figures[code]
    if figure and figure.few:
        least = {"count": found.metric.min_n}
        return _("Too few cases to rank: it takes %(count)s") % least
    return _("Not ranked: fewer than six months of its own tell how much it varies")


def intervals(found: ComparedStores) -> Intervals | None:
    """Dots and whiskers on one scale, best band first; the band stands beside the name."""
    shown = [(store, found.ranked.figures.get(store.code)) for store in found.best_first]
    if not any(figure and figure.interval for _, figure in shown):
        return None
    lines = [
        Interval(
            label=_labelled(found, store),
            value=figure.value if figure else None,
            low=figure.interval.low if figure and figure.interval else None,
            high=figure.interval.high if figure and figure.interval else None,
            url=place_url(found.metric, found.asked.month, store.code),
            cases=figure.n if figure else None,
        )
        for store, figure in shown
    ]
    caption = _("95% intervals, with possible ranks")
    return Intervals(caption, found.metric.unit.value, lines, target=found.region, target_label=_("Region"))


def _labelled(found: ComparedStores, store: Store) -> str:
    band = rank(found, store.code)
    return f"{store.name} · {band}" if band and found.ranked.ranked > 1 else store.name


# The kind of work.


def mix(found: ComparedStores) -> Table:
    """What may explain a gap before anybody is blamed: another kind of work, older cars."""
    columns = [Column(_("Store"))]
    columns += [Column(part_label(Cut.BIZ_TYPE, name, {}), unit="%", number=True) for name in SHOWN]
    columns.append(Column(_("Cars of 5 years and older"), unit="%", number=True))
    if found.standard:
        columns.append(value_column(found.metric))
    columns += [
        value_column(found.metric, _("At the region's mix: %(cut)s") % {"cut": CUTS[cut]})
        for cut in found.standard
    ]
    rows = [_mix_row(found, store) for store in found.best_first]
    region = [_("Region"), *_shares(found.mix[REGION])]
    if found.standard:
        region += [number(found, found.region)] * (1 + len(found.standard))
    return Table(_("The kind of work, in visits"), columns, rows, totals=region)


def _mix_row(found: ComparedStores, store: Store) -> list[Cell | object]:
    row: list[Cell | object] = [store.name, *_shares(found.mix[store.code])]
    if not found.standard:
        return row
    figure = found.ranked.figures.get(store.code)
    values = [values[store.code] for values in found.standard.values()]
    row.append(number(found, figure.value) if figure else None)
    return [*row, *(None if value is None else bare(found.metric, value) for value in values)]


def _shares(shares: Shares) -> list[str | None]:
    values = [*shares.categories.values(), shares.old]
    return [None if value is None else formats.percent(value).number for value in values]


# What is said above the tables.


def summary(found: ComparedStores) -> str:
    """The result in one sentence; that nothing can be told apart is a result."""
    if found.kind is Kind.SUM:
        return _("A sum grows with the size of the store, so stores are not ranked by it.")
    if found.kind is Kind.LEVEL:
        return _(
            "Months overlap in this figure, or it is a state at the end of the month: how much of a gap is "
            "chance cannot be said. The stores stand side by side without ranks."
        )
    if len(found.asked.stores) < 2:
        return _("There is only one store here: nothing to compare it with.")
    if found.ranked.ranked < 2:
        return _("Fewer than two stores have enough cases to be compared. A longer period may do.")
    apart, name = found.ranked.comparison.apart, names(found)
    if not apart:
        return _("The stores cannot be told apart: every gap between them may be chance.")
    pair = min(apart, key=lambda one: one.p)
    text = ngettext(
        "%(count)s pair of stores differs beyond chance: %(first)s (%(high)s) and %(second)s (%(low)s).",
        "%(count)s pairs of stores differ beyond chance, most clearly %(first)s (%(high)s) and "
        "%(second)s (%(low)s).",
        len(apart),
    )
    return text % {
        "count": len(apart), "first": name[pair.better], "second": name[pair.worse],
        "high": _said(found, pair.better), "low": _said(found, pair.worse),
    }  # fmt: skip


def _said(found: ComparedStores, code: str) -> str:
    figure = found.ranked.figures[code]
    return written(found.metric, Decimal(str(figure.value))) if figure else ""


def remarks(found: ComparedStores) -> list[str]:
    """Who is missing and why, and how the errors come about."""
    lost = [store.name for store in found.asked.stores if found.ranked.figures.get(store.code) is None]
    said_of = []
    if lost:
        said_of.append(_("No data in this period: %(stores)s.") % {"stores": listed(lost)})
    if found.kind is Kind.MEAN:
        said_of.append(
            _(
                "The interval comes from how much each store's months of the last year vary around the other "
                "stores' same months."
            )
        )
    if 1 < found.ranked.ranked < ENOUGH:
        said_of.append(_("Below four stores no figure is drawn to the mean."))
    return said_of


def title(found: ComparedStores) -> str:
    return _("%(metric)s: stores compared") % {"metric": said(found.metric.name)}


def spans(span: int) -> str:
    words = {1: _("The month"), 3: _("Last 3 months"), 12: _("Last 12 months")}
    return words[span]


def period(found: ComparedStores) -> str:
    """The months compared, first to last."""
    language = page_language()
    ends = [formats.month(month, language) for month in (found.months[0], found.months[-1])]
    return ends[0] if found.span == 1 else f"{ends[0]} – {ends[1]}"
