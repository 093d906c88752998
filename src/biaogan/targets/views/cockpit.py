"""The first page of whoever may see figures."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.targets import cockpit as queries
from biaogan.targets import tables
from biaogan.targets.landing.tables import lines


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
        "heat": tables.heat(found),
        "landing_lines": lines(found.landings),
        "landing_month": found.landings[0].month if found.landings else "",
        "to_do": tables.to_do(found.to_do.lines),
        "may_follow_up": request.scope.allows(Permission.FOLLOW_UP),
        "freshness": tables.freshness(found),
    }
    return render(request, "targets/cockpit.html", page)
