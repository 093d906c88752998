"""What mystery shops show: over the region by item, and a store's own shops without a rank."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biaogan.org.access import Request, needs
from biaogan.org.models import Store
from biaogan.org.permissions import Permission
from biaogan.quality.handing_out import export_url, handed_out
from biaogan.quality.shops import queries, tables
from biaogan.ui.links import Link

PAGE_ROWS = 50
POOLED_FOR = timedelta(days=365)


def _since(today: date) -> date:
    return today - POOLED_FOR


@require_safe
@needs(Permission.SEE_QUALITY)
def shops(request: Request) -> HttpResponse:
    scope, plans = request.scope, request.scope.allows(Permission.PLAN_SHOPS)
    page = Paginator(queries.shops(scope=scope), PAGE_ROWS).get_page(request.GET.get("page"))
    rates = queries.item_rates(scope=scope, since=_since(timezone.localdate()))
    shown = {
        "plans": plans,
        "waves": tables.waves(queries.waves(scope=scope)) if plans else None,
        "appeals": queries.appeals_waiting(scope=scope) if plans else [],
        "items": tables.items(rates, caption=_("Items over all shops of the last twelve months")),
        "shops": tables.shops(
            list(page.object_list), plans=plans, export_url=export_url(request, "shops_export")
        ),
        "page": page,
        "stores": Store.objects.within(scope).active(),
    }
    return render(request, "quality/shops/shops.html", shown)


@require_POST
@needs(Permission.SEE_QUALITY, Permission.EXPORT_FIGURES)
def export(request: Request) -> HttpResponse:
    scope, plans = request.scope, request.scope.allows(Permission.PLAN_SHOPS)
    rates = queries.item_rates(scope=scope, since=_since(timezone.localdate()))
    sheets = [
        tables.shops(queries.shops(scope=scope), plans=plans),
        tables.items(rates, caption=_("Items over all shops of the last twelve months")),
    ]
    return handed_out(request, sheets, title=_("Mystery shopping"))


@require_safe
@needs(Permission.SEE_QUALITY)
def store(request: Request, code: str) -> HttpResponse:
    """A store's own shops; what two visits cannot tell is said and not ranked."""
    scope = request.scope
    found = get_object_or_404(Store.objects.within(scope), code=code)
    rates = queries.item_rates(scope=scope, since=_since(timezone.localdate()), store=found)
    shown = {
        "store": found,
        "trail": [Link(_("Mystery shopping"), reverse("quality:shops")), Link(found.name)],
        "items": tables.items(rates, caption=_("Items over the shops of the last twelve months")),
        "shops": tables.shops(
            queries.shops(scope=scope, store=found), plans=scope.allows(Permission.PLAN_SHOPS)
        ),
    }
    return render(request, "quality/shops/store.html", shown)
