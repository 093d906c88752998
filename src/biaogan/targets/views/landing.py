"""Where the running month will end, and how far such landings were off before."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biaogan.engine.metrics.catalogue import metric_of
from biaogan.engine.metrics.metric import Metric
from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.targets import words
from biaogan.targets.asked import Asked, asked
from biaogan.targets.landing import charts, tables
from biaogan.targets.landing.history import DAYS, METRICS
from biaogan.targets.landing.queries import Tested, every_place, tested
from biaogan.targets.numbers import month_today
from biaogan.targets.views.page import export_url, of_chart, told, workbook
from biaogan.targets.working_calendar import calendar
from biaogan.targets.written import said
from biaogan.ui.charts import Chart
from biaogan.ui.links import Link


@require_safe
@needs(Permission.SEE_FIGURES)
def landing(request: Request) -> HttpResponse:
    about, metric = _asked(request), _metric(request)
    if not about.months:
        may_import = request.scope.allows(Permission.IMPORT_FILES)
        return render(request, "targets/no_data.html", {"may_import": may_import})
    found = tested(metric.slug, about)
    page = {
        "asked": about,
        "metrics": _metrics(metric),
        "landings": tables.landings(every_place(metric.slug, about)),
        "summary": tables.summary(metric, found),
        "errors": tables.errors(found),
        "chart": _chart(found),
        "estimated": calendar().estimated(about.today.year),
        "export_url": export_url(request, "export_landing"),
        **told(about),
    }
    return render(request, "targets/landing/landing.html", page)


@require_POST
@needs(Permission.SEE_FIGURES, Permission.EXPORT_FIGURES)
def export_landing(request: Request) -> HttpResponse:
    about, metric = _asked(request), _metric(request)
    if not about.months:
        raise Http404
    found = tested(metric.slug, about)
    drawn = _chart(found)
    sheets = [
        tables.landings(every_place(metric.slug, about)),
        tables.errors(found),
        of_chart(drawn) if drawn else None,
    ]
    definitions = [*words.definition(metric), (_("Result"), tables.summary(metric, found))]
    return workbook(request, about, sheets, title=_("Month-end landing"), definitions=definitions)


def _asked(request: Request) -> Asked:
    """Always of the running month, whether or not it has orders yet."""
    today = timezone.localdate()
    return replace(asked(scope=request.scope, today=today), month=month_today(today))


def _metric(request: Request) -> Metric:
    slug = request.GET.get("metric", METRICS[0])
    if slug not in METRICS:
        raise Http404(slug)
    return metric_of(slug)


def _metrics(chosen: Metric) -> list[Link]:
    return [
        Link(said(metric_of(slug).name), f"?metric={slug}", current=slug == chosen.slug) for slug in METRICS
    ]


def _chart(found: list[Tested]) -> Chart | None:
    return charts.errors(
        found,
        title=_("Mean error by the day the landing was given on"),
        whole=_("Region"),
        each=_("Mean of the stores"),
        days=[tables.day_label(day) for day in DAYS],
        note=_("The later in the month, the closer; a store alone is harder to foresee than the region."),
    )
