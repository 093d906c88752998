"""Landings and their errors as tables and as what other pages show of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from biaogan.engine.metrics.metric import Metric
from biaogan.org.models import Store
from biaogan.targets.landing import sentences
from biaogan.targets.landing.history import DAYS
from biaogan.targets.landing.queries import MonthEnd, Tested
from biaogan.targets.written import said
from biaogan.ui import formats
from biaogan.ui.table import Cell, Column, Table

HUNDRED = 100


@dataclass(frozen=True)
class Line:
    """A landing as the cockpit, a metric's and a store's page show it."""

    name: str
    url: str
    text: str
    status: str
    outlook: str
    target: str
    remarks: Sequence[str]


def lines(ends: Sequence[MonthEnd]) -> list[Line]:
    """Remarks that all of them share stand once, under the last one."""
    every = [sentences.remarks(end) for end in ends]
    shared = [remark for remark in every[0] if all(remark in one for one in every)] if every else []
    own = [[remark for remark in one if remark not in shared] for one in every]
    if own:
        own[-1] = [*own[-1], *shared]
    return [_line(end, remarks) for end, remarks in zip(ends, own, strict=True)]


def _line(end: MonthEnd, remarks: Sequence[str]) -> Line:
    status = sentences.outlook(end)
    return Line(
        name=said(end.metric.name),
        url=f"{reverse('targets:landing')}?{urlencode({'metric': end.metric.slug})}",
        text=sentences.sentence(end),
        status=status,
        outlook="" if status == "none" else str(sentences.OUTLOOKS[status]),
        target=sentences.target(end),
        remarks=remarks,
    )


def landings(ends: Sequence[MonthEnd]) -> Table:
    columns = [
        Column(_("Store")),
        Column(_("So far"), number=True),
        Column(_("Likely at month-end"), number=True),
        Column(_("Nine in ten"), number=True),
        Column(_("Target"), number=True),
        Column(_("Outlook")),
        Column(_("Remark")),
    ]
    return Table(_("Month-end landing"), columns, [_row(end) for end in ends], cards=True)


def _row(end: MonthEnd) -> list[Cell | object]:
    metric, landing = end.metric, end.landing
    name = Cell(_place(end.store), url=_metric_url(end))
    if landing is None:
        return [name, None, None, None, sentences.target(end), None, sentences.sentence(end)]
    status = sentences.outlook(end)
    return [
        name,
        sentences.said_amount(metric, landing.so_far),
        sentences.said_amount(metric, landing.value),
        sentences.span(end),
        sentences.target(end),
        None if status == "none" else Cell(str(sentences.OUTLOOKS[status]), status=status),
        " ".join(sentences.remarks(end)),
    ]


def _metric_url(end: MonthEnd) -> str:
    about = {"month": end.month} | ({"store": end.store.code} if end.store else {})
    return f"{reverse('targets:metric', args=[end.metric.slug])}?{urlencode(about)}"


def errors(tested: Sequence[Tested]) -> Table:
    """Mean error by the day of the month it was given on, and how often the range held."""
    columns = [Column(_("Store"))]
    columns += [Column(day_label(day), number=True) for day in DAYS]
    columns += [Column(_("Range held"), number=True), Column(_("Months tested"), number=True)]
    return Table(_("How far landings were off"), columns, [_error_row(one) for one in tested])


def day_label(day: int) -> str:
    return _("Day %(day)s") % {"day": day}


def _error_row(one: Tested) -> list[Cell | object]:
    shares = [
        str(formats.percent(one.errors[day].error * HUNDRED)) if day in one.errors else None for day in DAYS
    ]
    return [_place(one.store), *shares, held(one), one.months or None]


def held(one: Tested) -> str | None:
    """Over the days shown; with fewer than two months there is nothing to hold against."""
    cases = sum(error.cases for error in one.errors.values())
    if one.months < 2:
        return None
    inside = sum(error.held * error.cases for error in one.errors.values())
    return str(formats.percent(inside / cases * HUNDRED, 0))


def summary(metric: Metric, tested: Sequence[Tested]) -> str:
    """The first place's errors in one sentence."""
    first = tested[0] if tested else None
    if first is None or not first.errors:
        return _(
            "No landing could be tested yet: it takes twelve whole months to learn from and one to test."
        )
    early, late = min(first.errors), max(first.errors)
    words = {
        "metric": said(metric.name),
        "early": early,
        "late": late,
        "first": formats.percent(first.errors[early].error * HUNDRED),
        "last": formats.percent(first.errors[late].error * HUNDRED),
        "months": first.months,
    }
    return (
        ngettext(
            "%(metric)s, tested on %(months)s month: off by %(first)s on average when given on day "
            "%(early)s, by %(last)s on day %(late)s.",
            "%(metric)s, tested on %(months)s months: off by %(first)s on average when given on day "
            "%(early)s, by %(last)s on day %(late)s.",
            first.months,
        )
        % words
    )


def _place(store: Store | None) -> str:
    return store.name if store else _("Region")
