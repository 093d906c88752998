"""What made the change, as a sentence and as tables."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biaogan.engine.methods.decompose import COMING_OR_GOING, CUSTOMERS, UNALLOCATED, VISITS
from biaogan.engine.metrics.metric import Cut, Metric, Unit
from biaogan.targets.asked import REGION
from biaogan.targets.comparison.case_mix import Parts
from biaogan.targets.why.money import TICKET, VISIT_COUNT, MoneyWhy
from biaogan.targets.why.queries import MIX, OTHERS, SEVERAL, UNAIMED, Against, Gap, Silence, Why
from biaogan.targets.why.ratio import BY_STORE, RatioWhy
from biaogan.targets.words import CUTS, page_language, part_label
from biaogan.targets.written import said, written
from biaogan.ui import formats
from biaogan.ui.table import Cell, Column, Table

NAMES: dict[str, str | Promise] = {
    CUSTOMERS: gettext_lazy("Active customers"),
    VISITS: gettext_lazy("Visits per customer"),
    VISIT_COUNT: gettext_lazy("Visits, customers not known yet"),
    TICKET: gettext_lazy("Money per visit"),
    "labour": gettext_lazy("Labour per visit"),
    "parts": gettext_lazy("Parts per visit"),
    "value-added": gettext_lazy("Value-added business per visit"),
    "accessories-and-other": gettext_lazy("Accessories and other per visit"),
    "accessories-and-value-added": gettext_lazy("Accessories, value-added and other per visit"),
    COMING_OR_GOING: gettext_lazy("Opened or closed stores"),
    UNALLOCATED: gettext_lazy("Not to be divided by driver"),
    MIX: gettext_lazy("Another mix"),
    OTHERS: gettext_lazy("Smaller segments together"),
    SEVERAL: gettext_lazy("Counted once in the region"),
    UNAIMED: gettext_lazy("Stores without a target"),
}
AGAINST: dict[Against, str | Promise] = {
    Against.MONTH: gettext_lazy("Against last month"),
    Against.YEAR: gettext_lazy("Against last year"),
    Against.TARGET: gettext_lazy("Against the target"),
}


def name_of(found: Why, step: str) -> str:
    """A driver, segment or store as people call it."""
    stores = {store.code: store.name for store in found.asked.stores}
    if step in stores:
        return stores[step]
    if step in NAMES:
        return str(NAMES[step])
    return segment_name(found.ratio.cut if found.ratio else Cut.BIZ_TYPE.value, step)


def segment_name(cut: str, segment: str) -> str:
    return segment if cut == BY_STORE else part_label(Cut(cut), segment, {})


def cut_name(cut: str) -> str:
    return _("Store") if cut == BY_STORE else str(CUTS[Cut(cut)])


def moved(metric: Metric, amount: Decimal) -> str:
    """An amount with its sign; the gap of two shares in points."""
    if metric.unit is Unit.PERCENT:
        return str(formats.points(amount, page_language(), 2))
    sign = "+" if amount > 0 else ""
    return f"{sign}{written(metric, amount)}"


def earned(amount: Decimal) -> str:
    sign = "+" if amount > 0 else ""
    return f"{sign}{formats.yuan(amount, page_language())}"


# In words.


def sentence(found: Why, gap: Gap) -> str:
    """What it was, what it is, and the two drivers that matter most."""
    language, metric = page_language(), found.metric
    text = _("%(metric)s in %(month)s: %(after)s, %(gap)s against %(then)s (%(before)s).")
    told = text % {
        "metric": said(metric.name), "month": formats.month(found.asked.month, language),
        "after": written(metric, gap.after), "gap": moved(metric, gap.gap),
        "before": written(metric, gap.before), "then": _then(found),
    }  # fmt: skip
    between = "" if language is formats.Language.ZH else " "
    return f"{told}{between}{drivers(found, gap)}"


def drivers(found: Why, gap: Gap) -> str:
    largest = [(name_of(found, step.name), moved(found.metric, step.amount)) for step in gap.largest]
    if not largest:
        return _("Nothing moved.")
    if len(largest) == 1:
        return _("All of it: %(first)s %(amount)s.") % {"first": largest[0][0], "amount": largest[0][1]}
    return _("Largest: %(first)s %(amount)s, then %(second)s %(other)s.") % {
        "first": largest[0][0], "amount": largest[0][1], "second": largest[1][0], "other": largest[1][1],
    }  # fmt: skip


def _then(found: Why) -> str:
    return formats.month(found.then, page_language()) if found.then else _("the target")


def paradox(found: Why) -> str:
    """Both facts: every segment one way, the whole the other."""
    if not found.ratio or not found.ratio.gap.paradox or not found.gap:
        return ""
    words = {"cut": cut_name(found.ratio.cut), "gap": moved(found.metric, found.gap.gap),
             "within": moved(found.metric, _within(found.ratio, found.metric)),
             "mix": moved(found.metric, _scaled(found.ratio.gap.mix, found.metric))}  # fmt: skip
    if found.gap.gap < 0:
        return (
            _(
                "Every part by %(cut)s rose, and yet the whole fell (%(gap)s): the parts gave "
                "%(within)s, the shift towards lower parts %(mix)s. Both are true (Simpson's paradox)."
            )
            % words
        )
    return _(
        "Every part by %(cut)s fell, and yet the whole rose (%(gap)s): the parts gave "
        "%(within)s, the shift towards higher parts %(mix)s. Both are true (Simpson's paradox)."
    ) % words  # fmt: skip


def _within(found: RatioWhy, metric: Metric) -> Decimal:
    return _scaled(found.gap.within, metric)


def _scaled(value: float, metric: Metric) -> Decimal:
    return Decimal(repr(value)) * metric.factor


def silence(found: Why) -> str:
    """Why nothing is taken apart, and what to do."""
    language = page_language()
    now, then = (formats.month(month, language) for month in (found.asked.month, found.then))
    words = {"now": now, "then": then}
    told = {
        Silence.NOW: _("There is no figure of %(now)s here. Choose another month or place."),
        Silence.THEN: _("There is no figure of %(then)s to hold %(now)s against. Choose another comparison."),
        Silence.AIM: _("No target is set for %(now)s. Set one on the page of targets."),
        Silence.RUNNING: _("%(now)s is still running: a part of a month is not held against a whole one."),
        Silence.WHOLE: _("This figure cannot be taken apart here: its parts do not make the whole."),
    }
    return told[found.silence] % words if found.silence else ""


def remarks(found: Why, money: MoneyWhy) -> list[str]:
    """What the stores' targets leave out."""
    stores = {store.code: store.name for store in found.asked.stores}
    told = []
    if money.untold:
        named = _(", ").join(stores[code] for code in money.untold)
        told.append(_("Without a target and left out: %(stores)s.") % {"stores": named})
    if money.whole is not None and money.whole != money.gap.before:
        words = {
            "whole": formats.money(money.whole, page_language()),
            "stores": formats.money(money.gap.before, page_language()),
        }
        told.append(
            _("The region's own target is %(whole)s; the targets of these stores make %(stores)s.") % words
        )
    if not found.then and UNALLOCATED in money.gap.by_factor:
        told.append(
            _("With targets for visits and active vehicles too, the gap can be divided by what drives it.")
        )
    return told


# As tables.


def by_store(found: Why, money: MoneyWhy, caption: str) -> Table:
    """Every store's gap by driver, to the fen; rows and columns add up."""
    gap = money.gap
    places = {REGION: _("Region"), **{store.code: store.name for store in found.asked.stores}}
    factors = list(gap.by_factor)
    columns = [Column(_("Store")), Column(_("Gap"), unit=_("yuan"), number=True)]
    columns += [Column(str(NAMES[factor]), unit=_("yuan"), number=True) for factor in factors]
    rows = [
        [name, _exact(sum(effects.values())), *(_exact(effects.get(factor)) for factor in factors)]
        for name, effects in ((places[code], effects) for code, effects in gap.by_store.items())
    ]
    totals = [_("Together"), _exact(gap.gap), *(_exact(fen) for fen in gap.by_factor.values())]
    return Table(caption, columns, rows, totals=totals)


def _exact(fen: int | None) -> str | None:
    return None if fen is None else formats.grouped(Decimal(fen).scaleb(-2), 2)


def segments(found: Why) -> Table | None:
    """Each segment's weight and figure on both sides, and what both add to the gap."""
    if found.ratio is None:
        return None
    ratio, metric = found.ratio, found.metric
    columns = [Column(cut_name(ratio.cut))]
    columns += [
        Column(label, number=True)
        for label in (
            _("Weight before"), _("Weight now"), _("Figure before"), _("Figure now"),
            _("By the mix"), _("By itself"),
        )
    ]  # fmt: skip
    rows = [_segment_row(found, ratio, name) for name in ratio.gap.segments]
    mix, within = (_scaled(value, metric) for value in (ratio.gap.mix, ratio.gap.within))
    ends = [written(metric, _scaled(value, metric)) for value in (ratio.gap.before, ratio.gap.after)]
    totals = [_("Together"), None, None, *ends, moved(metric, mix), moved(metric, within)]
    caption = _("What each part adds, by %(cut)s") % {"cut": cut_name(ratio.cut)}
    return Table(caption, columns, rows, totals=totals)


def _segment_row(found: Why, ratio: RatioWhy, name: str) -> list[Cell | object]:
    metric, effect = found.metric, ratio.gap.segments[name]
    weights = [_weight(side, name) for side in (ratio.before, ratio.after)]
    figures = [_figure(side, name, metric) for side in (ratio.before, ratio.after)]
    label = name_of(found, name)
    return [
        label, *weights, *figures,
        moved(metric, _scaled(effect.mix, metric)), moved(metric, _scaled(effect.within, metric)),
    ]  # fmt: skip


def _weight(parts: Parts, name: str) -> str | None:
    whole = sum((size for _top, size in parts.values()), Decimal(0))
    return str(formats.percent(parts[name][1] / whole * 100)) if name in parts and whole else None


def _figure(parts: Parts, name: str, metric: Metric) -> str | None:
    if name not in parts or not parts[name][1]:
        return None
    return written(metric, parts[name][0] / parts[name][1] * metric.factor)


def ends(found: Why) -> Sequence[str]:
    """The names of the first and the last bar."""
    language = page_language()
    first = formats.month(found.then, language) if found.then else _("Target")
    return first, formats.month(found.asked.month, language)
