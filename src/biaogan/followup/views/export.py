"""Where a list is handed out as a file; the workbench above this room writes it."""

from __future__ import annotations

from django.urls import reverse

from biaogan.org.access import Request
from biaogan.org.permissions import Permission


def export_url(request: Request, what: str) -> str:
    """With the filters of the page; empty for whoever may not export."""
    if not request.scope.allows(Permission.EXPORT_FIGURES):
        return ""
    query = request.GET.urlencode()
    return reverse(f"workbench:export_{what}") + (f"?{query}" if query else "")
