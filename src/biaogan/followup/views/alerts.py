"""Pages of alerts: the list, one with its evidence, and answering it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biaogan.followup import forms, queries, raising, tables
from biaogan.followup.models import Alert
from biaogan.followup.views.export import export_url
from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission

PAGE_ROWS = 50


@require_safe
@needs(Permission.FOLLOW_UP)
def alerts(request: Request) -> HttpResponse:
    form = forms.AlertFilter(request.GET or None, scope=request.scope)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = Paginator(queries.alerts(scope=request.scope, **wanted), PAGE_ROWS).get_page(
        request.GET.get("page")
    )
    shown = {
        "form": form,
        "page": page,
        "table": tables.alerts(page, export_url=export_url(request, "alerts")),
        "week": queries.week_of(scope=request.scope, today=timezone.localdate()),
    }
    return render(request, "followup/alerts.html", shown)


@require_safe
@needs(Permission.FOLLOW_UP)
def alert(request: Request, pk: int) -> HttpResponse:
    return render(request, "followup/alert.html", {"alert": _alert(request, pk), "form": forms.Reason()})


@require_POST
@needs(Permission.FOLLOW_UP)
def see(request: Request, pk: int) -> HttpResponse:
    found, form = _alert(request, pk), forms.Form(request.POST)
    if form.is_valid() and form.tried(lambda: raising.see_alert(alert=found, by=request.scope.person)):
        messages.success(request, _("The alert is marked as seen."))
    else:
        messages.error(request, form.complaint())
    return redirect("followup:alert", pk=pk)


@require_POST
@needs(Permission.FOLLOW_UP)
def dismiss(request: Request, pk: int) -> HttpResponse:
    found, form = _alert(request, pk), forms.Reason(request.POST)
    if form.is_valid() and form.tried(
        lambda: raising.dismiss_alert(
            alert=found, reason=form.cleaned_data["reason"], by=request.scope.person
        )
    ):
        messages.success(request, _("The alert is dismissed; the reason is kept beside it."))
        return redirect("followup:alert", pk=pk)
    return render(request, "followup/alert.html", {"alert": found, "form": form})


def _alert(request: Request, pk: int) -> Alert:
    rows = Alert.objects.within(request.scope).select_related("store", "task")
    return get_object_or_404(rows, pk=pk)
