"""The page of one store."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from biaogan.intake import queries as intake
from biaogan.intake.tables import imports
from biaogan.org.access import Request, needs
from biaogan.org.models import Store
from biaogan.org.permissions import Permission
from biaogan.targets import store_tables, words
from biaogan.targets.asked import Asked, NoSuchStore, asked
from biaogan.targets.store_page import StorePage, store_page
from biaogan.targets.views.page import (
    given,
    may_see_names,
    of_chart,
    told,
    wants_workbook,
    workbook,
    workbook_url,
)
from biaogan.ui.links import Link
from biaogan.ui.table import Table

IMPORTS_SHOWN = 5


@require_safe
@needs(Permission.SEE_FIGURES)
def store(request: Request, code: str) -> HttpResponse:
    about = _asked(request, code)
    chosen = about.store
    if chosen is None:
        raise Http404(code)
    found = store_page(chosen, about)
    if found and wants_workbook(request):
        return _workbook(request, found)
    page = {
        "store": chosen,
        "asked": about,
        "trail": [Link(_("Stores"), reverse("org:stores")), Link(chosen.name)],
        "others": _others(about),
        "profile": store_tables.profile(chosen),
        "imports": _imports(request, chosen),
        "imports_url": f"{reverse('intake:imports')}?store={chosen.code}",
        "may_manage": request.scope.allows(Permission.MANAGE_STORES),
        **told(about),
    }
    return render(request, "targets/store.html", page | (_figures(request, found) if found else {}))


def _asked(request: Request, code: str) -> Asked:
    try:
        return asked(
            scope=request.scope, today=timezone.localdate(), month=request.GET.get("month"), store=code
        )
    except NoSuchStore:
        raise Http404(code) from None


def _others(about: Asked) -> list[Link]:
    """The stores of the scope; one store alone needs no choice."""
    if len(about.stores) < 2:
        return []
    month = f"?month={about.month}" if about.month else ""
    return [
        Link(one.name, reverse("targets:store", args=[one.code]) + month, current=one == about.store)
        for one in about.stores
    ]


def _figures(request: Request, found: StorePage) -> dict[str, object]:
    shown = given(request)
    return {
        "page": found,
        "workbook_url": workbook_url(request),
        "findings": store_tables.findings(found),
        "groups": store_tables.groups(found, shown),
        "trends": store_tables.trends(found),
        "advisors": _advisors(request, found),
    }


def _advisors(request: Request, found: StorePage) -> Table:
    pseudonyms = [one.pseudonym for one in found.advisors]
    names = words.person_names(pseudonyms, revealed=may_see_names(request))
    return store_tables.advisors(found, names, given(request))


def _workbook(request: Request, found: StorePage) -> HttpResponse:
    tables = [*store_tables.groups(found, given(request)), _advisors(request, found)]
    tables += [of_chart(chart) for chart in store_tables.trends(found)]
    return workbook(request, found.asked, tables, title=found.store.name)


def _imports(request: Request, chosen: Store) -> Table | None:
    """The last files that brought rows of the store."""
    if not request.scope.allows(Permission.SEE_IMPORTS):
        return None
    batches = intake.history(scope=request.scope, store=chosen.code)[:IMPORTS_SHOWN]
    return imports([intake.batch_line(batch) for batch in batches], export_url="")
