"""The list of repair orders, its export, and the page of one order."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biaogan.engine.periods import month_of
from biaogan.intake.exports import XLSX, attachment, note_export
from biaogan.intake.state import current_version
from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.targets import exports, order_tables, orders, words
from biaogan.targets.asked import Asked, NoSuchStore, asked
from biaogan.targets.order_form import FilterOrders, wanted
from biaogan.targets.order_page import NoSuchOrder, OrderPage, counted, order_page, returns
from biaogan.targets.order_returns import told as told_returns
from biaogan.targets.orders import Wanted
from biaogan.targets.views.page import export_url, told
from biaogan.ui.links import Link

PAGE_LENGTH = 50


@dataclass(frozen=True)
class Listing:
    about: Asked
    form: FilterOrders
    wanted: Wanted
    version: str
    found: pl.DataFrame

    @property
    def stores(self) -> dict[str, str]:
        return {store.code: store.name for store in self.about.stores}


@require_safe
@needs(Permission.SEE_ORDERS)
def orders_list(request: Request) -> HttpResponse:
    about = _asked(request, request.GET.get("store"), request.GET.get("month"))
    if not about.month:
        return render(request, "targets/orders_none.html")
    listing = _listing(request, about, request.GET)
    page = Paginator(range(listing.found.height), PAGE_LENGTH).get_page(request.GET.get("page"))
    shown = orders.with_amounts(
        listing.version, listing.found.slice((page.number - 1) * PAGE_LENGTH, PAGE_LENGTH)
    )
    context = {
        "asked": about,
        "form": listing.form,
        "page": page,
        "found": listing.found.height,
        "table": order_tables.listed(
            shown, stores=listing.stores, revealed=_revealed(request), sort=listing.wanted.sort
        ),
        "export_url": export_url(request, "export_orders"),
        **told(about),
    }
    return render(request, "targets/orders.html", context)


@require_POST
@needs(Permission.SEE_ORDERS, Permission.EXPORT_FIGURES)
def export_orders(request: Request) -> HttpResponse:
    """All orders the filters find."""
    about = _asked(request, request.GET.get("store"), request.GET.get("month"))
    if not about.month:
        raise Http404
    listing = _listing(request, about, request.GET)
    frame = orders.with_amounts(listing.version, listing.found)
    # A file travels further than a page: in it, persons stay masked.
    table = order_tables.listed(frame, stores=listing.stores, revealed=False, total=True)
    person, filters = request.scope.person, listing.form.in_words()
    content = exports.table_workbook(
        [table],
        title=_("Repair orders"),
        filters=filters,
        definitions=_definitions(),
        person=person.display_name,
        at=timezone.localtime(),
        version=listing.version,
    )
    note_export(what="orders", filters=filters, rows=frame.height, by=person)
    return attachment(content, f"orders-{about.month}.xlsx", XLSX)


@require_safe
@needs(Permission.SEE_ORDERS)
def order(request: Request, store: str, ro_no: str) -> HttpResponse:
    about = _asked(request, store, None)
    chosen = about.store
    if chosen is None:
        raise Http404(store)
    try:
        found = order_page(current_version(), store=chosen.code, ro_no=ro_no)
    except NoSuchOrder:
        raise Http404(ro_no) from None
    context = {
        "ro_no": ro_no,
        "store": chosen,
        "asked": about,
        "facts": order_tables.header(found, store=chosen.name, revealed=_revealed(request)),
        "tables": order_tables.beside(found),
        **(_reckoned(found, about) if "counts" in request.GET else {}),
        "trail": [Link(_("Repair orders"), reverse("targets:orders")), Link(ro_no)],
        **told(about),
    }
    return render(request, "targets/order.html", context)


def _reckoned(found: OrderPage, about: Asked) -> dict[str, object]:
    """Where the order counts and what came back: asked of the engine, so only on demand."""
    store, settled = found.order.values["store"], found.order.values["settled_at"]
    month = month_of(settled.date()) if settled else ""
    return {
        "reckoned": True,
        "returns": told_returns(returns(found), store=store, ro_no=found.order.values["ro_no"]),
        "counts": order_tables.counts(counted(found, about), month, store) if month else None,
    }


def _asked(request: Request, store: str | None, month: str | None) -> Asked:
    try:
        return asked(scope=request.scope, today=timezone.localdate(), month=month, store=store)
    except NoSuchStore:
        raise Http404 from None


def _listing(request: Request, about: Asked, query: QueryDict) -> Listing:
    version, sort = current_version(), query.get("sort", "")
    of_month = Wanted([about.store.code] if about.store else about.codes, about.month)
    names = words.person_names(orders.advisors(version, of_month), revealed=_revealed(request))
    form = FilterOrders(query, asked=about, advisors=sorted(names.items(), key=lambda pair: pair[1]))
    sought = wanted(form, about, sort)
    return Listing(about, form, sought, version, orders.find(version, sought))


def _revealed(request: Request) -> bool:
    return request.scope.allows(Permission.REVEAL_PERSONAL)


def _definitions() -> list[tuple[str, object]]:
    return [
        (_("Repair order"), _("The row with the latest settlement that is not itself a reversal.")),
        (_("Amount"), _("All lines of the order; its own totals where it has no labour and no part line.")),
        (_("Plate"), _("Masked: enough to recognise, too little to reach somebody.")),
    ]
