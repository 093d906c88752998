"""Why a figure changed."""

from __future__ import annotations

from decimal import Decimal

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.targets import words
from biaogan.targets.asked import Asked
from biaogan.targets.metric_tables import charted, rows_url
from biaogan.targets.views.metrics import asked_of, known
from biaogan.targets.views.page import export_url, metric_trail, of_chart, place_links, told, workbook
from biaogan.targets.why import queries, tables
from biaogan.targets.why.charts import Bar, waterfall
from biaogan.targets.why.money import MoneyWhy
from biaogan.targets.why.queries import Against, Gap, Why
from biaogan.targets.written import said, written
from biaogan.ui import formats
from biaogan.ui.charts import Chart
from biaogan.ui.links import Link
from biaogan.ui.table import Table


@require_safe
@needs(Permission.SEE_FIGURES)
def why(request: Request, slug: str) -> HttpResponse:
    chosen, about = known(slug), asked_of(request)
    found = _why(request, slug, about)
    page = {
        "metric": chosen,
        "name": said(chosen.name),
        "asked": about,
        "places": place_links(request, about),
        "trail": metric_trail(slug, said(chosen.name), about, _("Why it changed")),
        **(_shown(request, found) if found else {}),
        **told(about),
    }
    return render(request, "targets/why/why.html", page)


@require_POST
@needs(Permission.SEE_FIGURES, Permission.EXPORT_FIGURES)
def export_why(request: Request, slug: str) -> HttpResponse:
    about = asked_of(request)
    found = _why(request, slug, about)
    if found is None or found.gap is None:
        raise Http404(slug)
    sheets = [of_chart(_waterfall(found, found.gap)), *_tables(found)]
    definitions = [
        *words.definition(found.metric),
        (_("Compared"), str(tables.AGAINST[found.against])),
        (_("Result"), tables.sentence(found, found.gap)),
    ]
    return workbook(request, about, sheets, title=_title(said(found.metric.name)), definitions=definitions)


def _why(request: Request, slug: str, about: Asked) -> Why | None:
    return queries.why(
        known(slug), about, against=request.GET.get("against", ""), cut=request.GET.get("cut", "")
    )


def _shown(request: Request, found: Why) -> dict[str, object]:
    gap, profit = found.gap, found.profit
    return {
        "found": found,
        "sides": _sides(request, found),
        "silence": tables.silence(found),
        "sentence": tables.sentence(found, gap) if gap else "",
        "paradox": tables.paradox(found),
        "waterfall": _waterfall(found, gap) if gap else None,
        "cuts": _cuts(request, found),
        "tables": _tables(found),
        "profit": _profit_waterfall(found, profit) if profit else None,
        "remarks": tables.remarks(found, found.money) if found.money else (),
        "rows_url": _rows(request, found),
        "export_url": export_url(request, "export_why", found.metric.slug) if gap else "",
    }


def _tables(found: Why) -> list[Table]:
    shown = [tables.segments(found)]
    if found.money:
        shown.append(tables.by_store(found, found.money, _("What each store adds")))
    if found.profit:
        shown.append(tables.by_store(found, found.profit, _("Gross profit: what each store adds")))
    return [table for table in shown if table]


def _waterfall(found: Why, gap: Gap) -> Chart:
    metric = found.metric
    texts = [written(metric, gap.before), *(tables.moved(metric, step.amount) for step in gap.steps)]
    unit = "count" if metric.unit.is_money and metric.denominator is not None else metric.unit.value
    return waterfall(
        _with_unit(charted(_("From %(first)s to %(last)s") % _ends(found), metric), unit),
        _bars(found, gap, [*texts, written(metric, gap.after)]),
        unit=unit, note=_note(), header=["", _("Change")],
        rest=[_("Not explained"), written(metric, round(gap.rest, 6))],
    )  # fmt: skip


def _profit_waterfall(found: Why, profit: MoneyWhy) -> Chart:
    gap = queries.money_gap(profit)
    texts = [_plain(gap.before), *(tables.earned(step.amount) for step in gap.steps), _plain(gap.after)]
    return waterfall(
        _with_unit(_("Gross profit from %(first)s to %(last)s") % _ends(found), "CNY"),
        _bars(found, gap, texts),
        unit="CNY", note=_note(), header=["", _("Change")], rest=[_("Not explained"), _plain(gap.rest)],
    )  # fmt: skip


def _note() -> str:
    return _("The axis need not begin at 0: the first and the last bar are read by where they end.")


def _with_unit(title: str, unit: str) -> str:
    """The axis of money carries numbers alone."""
    if unit not in formats.MONEY_UNITS:
        return title
    word = formats.unit_word(unit, words.page_language())
    return _("%(title)s (%(unit)s)") % {"title": title, "unit": word}


def _plain(amount: Decimal) -> str:
    return tables.earned(amount).lstrip("+")


def _ends(found: Why) -> dict[str, str]:
    first, last = tables.ends(found)
    return {"first": first, "last": last}


def _bars(found: Why, gap: Gap, texts: list[str]) -> list[Bar]:
    first, last = tables.ends(found)
    at = float(gap.before)
    bars = [Bar(first, 0.0, at, texts[0], whole=True)]
    for step, text in zip(gap.steps, texts[1:], strict=False):
        bars.append(Bar(tables.name_of(found, step.name), at, at + float(step.amount), text))
        at += float(step.amount)
    return [*bars, Bar(last, 0.0, float(gap.after), texts[-1], whole=True)]


def _sides(request: Request, found: Why) -> list[Link]:
    links = []
    for against in Against:
        query = request.GET.copy()
        query["against"] = against.value
        current = against is found.against
        links.append(Link(str(tables.AGAINST[against]), f"?{query.urlencode()}", current=current))
    return links


def _cuts(request: Request, found: Why) -> list[Link]:
    links = []
    for cut in found.cuts if len(found.cuts) > 1 else ():
        query = request.GET.copy()
        query["cut"] = cut
        current = bool(found.ratio and found.ratio.cut == cut)
        links.append(Link(tables.cut_name(cut), f"?{query.urlencode()}", current=current))
    return links


def _rows(request: Request, found: Why) -> str:
    """The rows behind one store's figure."""
    about = found.asked
    if about.store is None or not request.scope.allows(Permission.SEE_ORDERS):
        return ""
    return rows_url(found.metric, about.month, about.store.code)


def _title(name: str) -> str:
    return _("%(metric)s: why it changed") % {"metric": name}
