"""Settings, and the trail of what was changed."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from biaogan.org import actions, audit, forms, queries, tables
from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission

PAGE_ROWS = 100


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_SETTINGS)
def settings(request: Request) -> HttpResponse:
    form = forms.Settings(request.POST or None)
    if form.is_valid() and form.tried(
        lambda: actions.change_settings(values=form.cleaned_data, by=request.scope.person)
    ):
        messages.success(request, _("The settings have been saved."))
        return redirect("org:settings")
    return render(request, "org/settings.html", {"form": form})


@require_safe
@needs(Permission.SEE_AUDIT)
def trail(request: Request) -> HttpResponse:
    form = forms.TrailFilter(request.GET or None)
    about = form.cleaned_data["about"] if form.is_valid() else ""
    events = queries.trail(scope=request.scope, about=about)
    page = Paginator(events, PAGE_ROWS).get_page(request.GET.get("page"))
    verdict = audit.verify_chain() if "check" in request.GET else None
    shown = {"form": form, "page": page, "table": tables.trail(page), "verdict": verdict}
    return render(request, "org/trail.html", shown)
