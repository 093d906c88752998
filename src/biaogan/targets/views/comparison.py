"""Stores compared in one metric."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.targets import words
from biaogan.targets.comparison import charts, tables
from biaogan.targets.comparison.estimating import Kind, spans_of
from biaogan.targets.comparison.queries import ComparedStores, compared_stores
from biaogan.targets.metric_tables import charted
from biaogan.targets.views.metrics import asked_of, known
from biaogan.targets.views.page import export_url, metric_trail, of_chart, told, workbook
from biaogan.targets.written import said
from biaogan.ui.charts import Chart
from biaogan.ui.links import Link

# Where stores are not ranked by a sum, the figure that says the same of stores of any size.
INSTEAD = {
    "revenue": "revenue-per-visit",
    "visits": "visits-per-advisor-day",
    "active-vehicles": "retention",
}


@require_safe
@needs(Permission.SEE_FIGURES)
def comparison(request: Request, slug: str) -> HttpResponse:
    chosen, about = known(slug), asked_of(request)
    found = compared_stores(chosen, about, span=_span(request))
    page = {
        "metric": chosen,
        "name": said(chosen.name),
        "asked": about,
        "trail": metric_trail(slug, said(chosen.name), about, _("Stores compared")),
        **(_shown(request, found) if found else {}),
        **told(about),
    }
    return render(request, "targets/comparison/comparison.html", page)


@require_POST
@needs(Permission.SEE_FIGURES, Permission.EXPORT_FIGURES)
def export_comparison(request: Request, slug: str) -> HttpResponse:
    chosen, about = known(slug), asked_of(request)
    found = compared_stores(chosen, about, span=_span(request))
    if found is None:
        raise Http404(slug)
    drawn = _funnel(found)
    sheets = [tables.stores(found), tables.mix(found), of_chart(drawn) if drawn else None]
    definitions = [
        *words.definition(chosen),
        (_("Months compared"), tables.period(found)),
        (_("Result"), tables.summary(found)),
    ]
    return workbook(request, about, sheets, title=tables.title(found), definitions=definitions)


def _shown(request: Request, found: ComparedStores) -> dict[str, object]:
    return {
        "found": found,
        "ranks": tables.is_ranked(found),
        "summary": tables.summary(found),
        "remarks": tables.remarks(found),
        "period": tables.period(found),
        "spans": _spans(request, found),
        "intervals": tables.intervals(found),
        "stores": tables.stores(found),
        "funnel": _funnel(found),
        "mix": tables.mix(found),
        "instead": INSTEAD.get(found.metric.slug, "") if found.kind is Kind.SUM else "",
        "export_url": export_url(request, "export_comparison", found.metric.slug),
    }


def _funnel(found: ComparedStores) -> Chart | None:
    if found.ranked.funnel is None:
        return None
    metric = found.metric
    return charts.funnel(
        found.ranked.funnel,
        names=tables.names(found),
        metric=metric,
        title=charted(_("Funnel: what chance explains"), metric),
        note=_(
            "Further right: more cases. Chance alone keeps 95 % of the stores between the dashed lines, "
            "99.8 % between the solid ones."
        ),
        header=[_("Store"), _("Cases"), _("Value"), _("Limits, 95 %"), _("Remark")],
        outside={
            None: _("Chance is explanation enough"),
            "warning": _("Outside 95 %: watch"),
            "alarm": _("Outside 99.8 %: look into it"),
        },
        language=words.page_language(),
    )


def _span(request: Request) -> int:
    text = request.GET.get("span", "")
    return int(text) if text.isdecimal() and len(text) < 3 else 1


def _spans(request: Request, found: ComparedStores) -> list[Link]:
    """Longer periods bring more cases; rolling figures have one period only."""
    links, offered = [], spans_of(found.metric)
    for span in offered if len(offered) > 1 else ():
        query = request.GET.copy()
        query["span"] = str(span)
        links.append(Link(tables.spans(span), f"?{query.urlencode()}", current=span == found.span))
    return links
