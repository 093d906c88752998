"""Pages of findings: the list, one with its photo and history, writing one down, dismissing, reopening."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biaogan.followup.forms import metric_name
from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.quality.findings import forms, queries, tables
from biaogan.quality.findings.actions import move_finding
from biaogan.quality.findings.recording import Seen, write_finding
from biaogan.quality.handing_out import export_url, filters_of, handed_out
from biaogan.quality.models import Finding
from biaogan.quality.states.findings import FindingState

PAGE_ROWS = 50


@require_safe
@needs(Permission.SEE_QUALITY)
def findings(request: Request) -> HttpResponse:
    form = forms.FindingFilter(request.GET or None, scope=request.scope)
    rows = queries.findings(scope=request.scope, **_wanted(form))
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    table = tables.findings(page, export_url=export_url(request, "export_findings"))
    may_write = request.scope.allows(Permission.IMPROVE)
    return render(
        request,
        "quality/findings/list.html",
        {"form": form, "page": page, "table": table, "may_write": may_write},
    )


@require_POST
@needs(Permission.SEE_QUALITY, Permission.EXPORT_FIGURES)
def export_findings(request: Request) -> HttpResponse:
    form = forms.FindingFilter(request.GET or None, scope=request.scope)
    rows = queries.findings(scope=request.scope, **_wanted(form))
    table = tables.findings(rows)
    return handed_out(request, [table], title=table.caption, filters=filters_of(form))


def _wanted(form: forms.FindingFilter) -> dict[str, Any]:
    return form.cleaned_data if form.is_valid() else {}


@require_http_methods(["GET", "POST"])
@needs(Permission.IMPROVE)
def write(request: Request) -> HttpResponse:
    start = {"found_on": timezone.localdate(), "store": request.GET.get("store")}
    form = forms.WriteFinding(request.POST or None, request.FILES or None, scope=request.scope, initial=start)
    made: list[Finding] = []
    if form.is_valid() and form.tried(
        lambda: made.append(
            write_finding(seen=Seen(**form.cleaned_data), by=request.scope.person, at=timezone.now())
        )
    ):
        messages.success(request, _("The finding is recorded."))
        return redirect("quality:finding", pk=made[0].pk)
    return render(request, "quality/findings/write.html", {"form": form})


@require_safe
@needs(Permission.SEE_QUALITY)
def finding(request: Request, pk: int) -> HttpResponse:
    return _shown(request, _finding(request, pk))


@require_POST
@needs(Permission.VERIFY_IMPROVEMENTS)
def dismiss(request: Request, pk: int) -> HttpResponse:
    """The region decides that it was none: a store does not wave its own breaches away."""
    return _moved(
        request, pk, FindingState.DISMISSED, _("The finding is dismissed; the reason stays beside it.")
    )


@require_POST
@needs(Permission.IMPROVE)
def reopen(request: Request, pk: int) -> HttpResponse:
    return _moved(request, pk, FindingState.OPEN, _("The finding is open again."))


def _moved(request: Request, pk: int, state: str, done: str) -> HttpResponse:
    found, form = _finding(request, pk), forms.Reason(request.POST)
    if found.state == FindingState.IMPROVING:
        form.add_error(None, _("The finding is part of an improvement: what becomes of it is decided there."))
    if form.is_valid() and form.tried(
        lambda: move_finding(finding=found, state=state, by=request.scope.person, **form.cleaned_data)
    ):
        messages.success(request, done)
        return redirect("quality:finding", pk=pk)
    return _shown(request, found, form)


def _shown(request: Request, found: Finding, form: forms.Reason | None = None) -> HttpResponse:
    scope = request.scope
    may_improve = scope.allows(Permission.IMPROVE)
    shown = {
        "finding": found,
        "metric_name": metric_name(found.metric) if found.metric else "",
        "improvements": found.improvements.all() if may_improve else (),
        "history": tables.history(queries.history(found)),
        "form": form or forms.Reason(),
        "may_improve": may_improve and found.state == FindingState.OPEN,
        "may_dismiss": scope.allows(Permission.VERIFY_IMPROVEMENTS) and found.state == FindingState.OPEN,
        "may_reopen": may_improve and found.state in (FindingState.RESOLVED, FindingState.DISMISSED),
        "sees_photo": found.photo is not None
        and not (found.photo.hidden and not scope.allows(Permission.PLAN_SHOPS)),
    }
    return render(request, "quality/findings/finding.html", shown)


def _finding(request: Request, pk: int) -> Finding:
    rows = Finding.objects.within(request.scope).select_related("store", "item", "photo", "found_by")
    return get_object_or_404(rows, pk=pk)
