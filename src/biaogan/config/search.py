"""The search over everything one may open; the menu's pages are known only here."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from biaogan.config.menu import items
from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.targets.search import search as find
from biaogan.ui.links import Link

LONGEST = 60


@require_safe
@needs(Permission.USE_ACCOUNT)
def search(request: Request) -> HttpResponse:
    """A whole page, or its hits alone where a part of a page asks."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    allowed = [item for item in items() if request.scope.allows(item.permission)]
    pages = [Link(str(item.label), reverse(item.url_name)) for item in allowed]
    context = {"search_text": text, "hits": find(text, scope=request.scope, pages=pages)}
    partial = bool(request.headers.get("HX-Request"))
    return render(request, "targets/search_found.html" if partial else "targets/search.html", context)
