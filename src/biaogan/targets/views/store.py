"""The page of one store."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biaogan.intake import queries as intake
from biaogan.intake.tables import imports
from biaogan.org.access import Request, needs
from biaogan.org.models import Store
from biaogan.org.permissions import Permission
from biaogan.targets import store_tables, words
from biaogan.targets.asked import Asked, NoSuchStore, asked
from biaogan.targets.landing.queries import month_ends
from biaogan.targets.landing.tables import lines
from biaogan.targets.metric_tables import Given
from biaogan.targets.store_page import StorePage, store_page
from biaogan.targets.views.page import (
    IN_A_FILE,
    export_url,
    given,
    may_see_names,
    of_chart,
    told,
    workbook,
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
    page = {
        "store": chosen,
        "asked": about,
        "trail": [Link(_("Stores"), reverse("org:stores")), Link(chosen.name)],
        "others": _others(about),
        "profile": store_tables.profile(chosen),
        "imports": _imports(request, chosen),
        "imports_url": f"{reverse('intake:imports')}?store={chosen.code}",
        "may_manage": request.scope.allows(Permission.MANAGE_STORES),
        "may_follow_up": request.scope.allows(Permission.FOLLOW_UP),
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
        "export_url": export_url(request, "export_store", found.store.code),
        "landing_lines": lines(month_ends(found.asked)),
        "landing_month": found.asked.month,
        "findings": store_tables.findings(found),
        "groups": store_tables.groups(found, shown),
        "trends": store_tables.trends(found),
        "advisors": _advisors(found, shown, revealed=may_see_names(request)),
    }


def _advisors(found: StorePage, shown: Given, *, revealed: bool) -> Table:
    names = words.person_names([one.pseudonym for one in found.advisors], revealed=revealed)
    return store_tables.advisors(found, names, shown)


@require_POST
@needs(Permission.SEE_FIGURES, Permission.EXPORT_FIGURES)
def export_store(request: Request, code: str) -> HttpResponse:
    """A file travels further than a page: in it, persons stay masked."""
    about = _asked(request, code)
    found = store_page(about.store, about) if about.store else None
    if found is None:
        raise Http404(code)
    tables = [*store_tables.groups(found, IN_A_FILE), _advisors(found, IN_A_FILE, revealed=False)]
    tables += [of_chart(chart) for chart in store_tables.trends(found)]
    shown = [one.line.metric for _perspective, placed in found.groups for one in placed]
    definitions = words.definitions(shown)
    return workbook(request, found.asked, tables, title=found.store.name, definitions=definitions)


def _imports(request: Request, chosen: Store) -> Table | None:
    """The last files that brought rows of the store."""
    if not request.scope.allows(Permission.SEE_IMPORTS):
        return None
    batches = intake.history(scope=request.scope, store=chosen.code)[:IMPORTS_SHOWN]
    return imports([intake.batch_line(batch) for batch in batches], export_url="")
