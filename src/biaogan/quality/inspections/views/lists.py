"""What each store is owed this month, and the list of inspections."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biaogan.engine.periods import month_of
from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.quality.handing_out import handed_out
from biaogan.quality.inspections import forms, queries, tables

PAGE_ROWS = 50


@require_safe
@needs(Permission.SEE_QUALITY)
def inspections(request: Request) -> HttpResponse:
    form, today = forms.Filter(request.GET or None, scope=request.scope), timezone.localdate()
    rows = queries.inspections(scope=request.scope, **_wanted(form))
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    may_inspect = request.scope.allows(Permission.INSPECT)
    shown = {
        "form": form,
        "page": page,
        "duties": tables.duties(queries.duties(scope=request.scope, month=month_of(today)), today=today),
        "table": tables.inspections(list(page), export_url=_export_url(request)),
        "carried": queries.carried(scope=request.scope) if may_inspect else [],
        "may_inspect": may_inspect,
        "may_edit": request.scope.allows(Permission.EDIT_STANDARDS),
    }
    return render(request, "quality/inspections/inspections.html", shown)


@require_POST
@needs(Permission.SEE_QUALITY, Permission.EXPORT_FIGURES)
def export(request: Request) -> HttpResponse:
    """The whole list as filtered; that it was taken is noted."""
    form = forms.Filter(request.GET or None, scope=request.scope)
    wanted = {name: value for name, value in _wanted(form).items() if value}
    table = tables.inspections(list(queries.inspections(scope=request.scope, **wanted)))
    filters = [(str(form.fields[name].label), value) for name, value in wanted.items()]
    points = (_("Points"), _("Earned of those possible; what does not apply counts in neither."))
    return handed_out(request, [table], title=table.caption, filters=filters, definitions=[points])


def _wanted(form: forms.Filter) -> dict[str, Any]:
    return form.cleaned_data if form.is_valid() else {}


def _export_url(request: Request) -> str:
    if not request.scope.allows(Permission.EXPORT_FIGURES):
        return ""
    query = request.GET.urlencode()
    return reverse("quality:inspections_export") + (f"?{query}" if query else "")
