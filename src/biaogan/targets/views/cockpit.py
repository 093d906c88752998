"""The first page of whoever may see figures."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.targets import cockpit as queries
from biaogan.targets import tables, words
from biaogan.targets.asked import asked
from biaogan.targets.landing.tables import lines
from biaogan.targets.views.page import export_url, workbook


@require_safe
@needs(Permission.SEE_FIGURES)
def cockpit(request: Request) -> HttpResponse:
    found = queries.cockpit(scope=request.scope, today=timezone.localdate(), month=request.GET.get("month"))
    if found is None:
        may_import = request.scope.allows(Permission.IMPORT_FILES)
        return render(request, "targets/no_data.html", {"may_import": may_import})
    before, after = queries.month_links(found)
    page = {
        "cockpit": found,
        "before": before,
        "after": after,
        "kpis": tables.kpis(found),
        "heat": tables.heat(found, export_url=export_url(request, "export_cockpit")),
        "landing_lines": lines(found.landings),
        "landing_month": found.landings[0].month if found.landings else "",
        "to_do": tables.to_do(found.to_do.lines),
        "may_follow_up": request.scope.allows(Permission.FOLLOW_UP),
        "freshness": tables.freshness(found),
    }
    return render(request, "targets/cockpit.html", page)


@require_POST
@needs(Permission.SEE_FIGURES, Permission.EXPORT_FIGURES)
def export_cockpit(request: Request) -> HttpResponse:
    scope, today = request.scope, timezone.localdate()
    found = queries.cockpit(scope=scope, today=today, month=request.GET.get("month"))
    if found is None:
        raise Http404
    about = asked(scope=scope, today=today, month=found.month)
    shown = [tables.key_figures(found), tables.heat(found), tables.to_do_table(found.to_do.lines)]
    metrics = [
        *(card.metric for card in found.cards),
        *(cell.metric for row in found.heat for cell in row.cells),
    ]
    return workbook(request, about, shown, title=_("Cockpit"), definitions=words.definitions(metrics))
