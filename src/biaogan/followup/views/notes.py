"""Notes on a store, a metric or an order."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.followup import actions, forms, queries, tables
from biaogan.org.access import Request, needs
from biaogan.org.models import Store
from biaogan.org.permissions import Permission

PAGE_ROWS = 50
LONGEST_ORDER = 64


@require_http_methods(["GET", "POST"])
@needs(Permission.FOLLOW_UP)
def notes(request: Request) -> HttpResponse:
    """All notes one may read; with ?store= those of the store, and a form to write one."""
    about, form = _about(request), forms.WriteNote(request.POST or None)
    code = about["store"]
    store = get_object_or_404(Store.objects.within(request.scope), code=code) if code else None
    if store and form.is_valid():
        keys = {"metric": about["metric"], "order": about["order"]}
        actions.write_note(
            store=store, text=form.cleaned_data["text"], by=request.scope.person, at=timezone.now(), **keys
        )
        messages.success(request, _("The note is kept."))
        return redirect(request.get_full_path())
    page = Paginator(queries.notes(scope=request.scope, **about), PAGE_ROWS).get_page(request.GET.get("page"))
    title = tables.about(store.name, about["metric"], about["order"]) if store else ""
    shown = {"form": form if store else None, "about": title, "page": page, "table": tables.notes(page)}
    return render(request, "followup/notes.html", shown)


def _about(request: Request) -> dict[str, str]:
    metric = request.GET.get("metric", "")
    return {
        "store": request.GET.get("store", ""),
        "metric": metric if metric in CATALOGUE else "",
        "order": request.GET.get("order", "")[:LONGEST_ORDER],
    }
