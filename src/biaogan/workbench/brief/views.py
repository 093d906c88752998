"""The page of the morning brief."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.workbench.brief import queries


@require_safe
@needs(Permission.KEEP_WORK_LIST)
def brief(request: Request) -> HttpResponse:
    found = queries.brief(scope=request.scope, today=timezone.localdate())
    return render(request, "workbench/brief/brief.html", {"brief": found, "freshness": found.freshness})
