"""Signal or noise: what stands out in the region, and the control chart of a metric and store."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.targets import words
from biaogan.targets.asked import REGION, Asked, NoSuchStore, asked
from biaogan.targets.models import Rebasing
from biaogan.targets.signals import actions, drawing, queries
from biaogan.targets.signals.charted import Charted
from biaogan.targets.signals.forms import Rebase
from biaogan.targets.signals.telling import Told
from biaogan.targets.views.page import export_url, of_chart, place_links, told, workbook
from biaogan.ui.charts import Chart
from biaogan.ui.links import Link
from biaogan.ui.table import Table


@require_safe
@needs(Permission.SEE_FIGURES)
def signals(request: Request) -> HttpResponse:
    about = _asked(request)
    if not about.month:
        may_import = request.scope.allows(Permission.IMPORT_FILES)
        return render(request, "targets/no_data.html", {"may_import": may_import})
    found = _told(about)
    page = {
        "asked": about,
        "places": place_links(request, about),
        "table": _table(found, about),
        "looked_at": found.looked_at,
        "export_url": export_url(request, "export_signals"),
        **told(about),
    }
    return render(request, "targets/signals.html", page)


@require_POST
@needs(Permission.SEE_FIGURES, Permission.EXPORT_FIGURES)
def export_signals(request: Request) -> HttpResponse:
    about = _asked(request)
    if not about.month:
        raise Http404
    found = _told(about)
    meanings = _meanings(found)
    return workbook(request, about, [_table(found, about)], title=_("Signals"), definitions=meanings)


def _meanings(found: Told) -> list[tuple[str, str]]:
    """What the columns say, then the metrics that stand out."""
    shown = [CATALOGUE[one.slug] for one in found.lines]
    return [*drawing.meanings(), *words.definitions(shown)]


def _table(found: Told, about: Asked) -> Table:
    store = about.store.code if about.store else ""
    return drawing.table(found, about.stores, month=about.month, store=store)


def _told(about: Asked) -> Told:
    return queries.told_of(about.codes, month=about.month, today=about.today, running=about.running)


@require_safe
@needs(Permission.SEE_FIGURES)
def signal(request: Request, slug: str) -> HttpResponse:
    return _page(request, slug, _asked(request))


def _page(request: Request, slug: str, about: Asked, *, wrong: Rebase | None = None) -> HttpResponse:
    chart = _chart(slug, about)
    page = {
        "name": drawing.metric_name(slug),
        "slug": slug,
        "asked": about,
        "trail": [Link(_("Signals"), reverse("targets:signals")), Link(drawing.metric_name(slug))],
        "places": place_links(request, about),
        "chart": chart and _drawn(chart, about),
        "says": drawing.judged_line(_told(about), slug, about.store.code) if about.store and chart else "",
        "stretches": chart.stretches if chart else (),
        "export_url": export_url(request, "export_signal", slug) if chart else "",
        **(_rebasing(request, slug, about, wrong) if about.store else {}),
        **told(about),
    }
    return render(request, "targets/signal.html", page)


def _rebasing(request: Request, slug: str, about: Asked, wrong: Rebase | None) -> dict[str, object]:
    """Who may begin the limits anew, and what was recorded."""
    code = about.store.code if about.store else ""
    return {
        "form": wrong or Rebase(months=about.months[1:]),
        "may_rebase": request.scope.allows(Permission.REBASE_LIMITS),
        "rebasings": queries.rebasings(scope=request.scope, slug=slug, store=code),
        "rebase_url": f"{reverse('targets:rebase', args=[slug])}?{request.GET.urlencode()}",
    }


@require_POST
@needs(Permission.SEE_FIGURES, Permission.EXPORT_FIGURES)
def export_signal(request: Request, slug: str) -> HttpResponse:
    about = _asked(request)
    chart = _chart(slug, about)
    if chart is None:
        raise Http404(slug)
    tables = [of_chart(_drawn(chart, about))]
    definitions = words.definition(CATALOGUE[slug])
    return workbook(request, about, tables, title=drawing.metric_name(slug), definitions=definitions)


def _chart(slug: str, about: Asked) -> Charted | None:
    if slug not in CATALOGUE:
        raise Http404(slug)
    return queries.one_chart(
        slug, place=about.place, stores=about.codes, month=about.month or "2000-01", today=about.today
    )


def _drawn(chart: Charted, about: Asked) -> Chart:
    own = about.store.name if about.store else _("Region")
    return drawing.control_chart(chart, own=own, language=words.page_language())


@require_POST
@needs(Permission.REBASE_LIMITS)
def rebase(request: Request, slug: str) -> HttpResponse:
    about = _asked(request)
    if about.store is None or slug not in CATALOGUE or not about.months:
        raise Http404(slug)
    form, store = Rebase(request.POST, months=about.months[1:]), about.store
    if form.is_valid() and form.tried(
        lambda: actions.rebase_limits(
            metric=slug, store=store, **form.cleaned_data, by=request.scope.person, at=timezone.now()
        )
    ):
        messages.success(request, _("The limits begin anew; the cause stands beside the chart."))
        return redirect(f"{reverse('targets:signal', args=[slug])}?{request.GET.urlencode()}")
    return _page(request, slug, about, wrong=form)


@require_POST
@needs(Permission.REBASE_LIMITS)
def withdraw(request: Request, pk: int) -> HttpResponse:
    rows = Rebasing.objects.within(request.scope).select_related("store")
    found = get_object_or_404(rows, pk=pk)
    address = f"{reverse('targets:signal', args=[found.metric])}?store={found.store.code}"
    actions.withdraw_rebasing(rebasing=found, by=request.scope.person)
    messages.success(request, _("The former limits hold again."))
    return redirect(address)


def _asked(request: Request) -> Asked:
    try:
        return asked(
            scope=request.scope,
            today=timezone.localdate(),
            month=request.GET.get("month"),
            store=request.GET.get("store") if request.GET.get("store") != REGION else None,
        )
    except NoSuchStore:
        raise Http404 from None
