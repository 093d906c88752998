"""The way from any page to a task or a note about what it shows."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template

from biaogan.org.permissions import Permission

register = template.Library()


@register.inclusion_tag("followup/parts/follow.html", takes_context=True)
def follow(
    context: dict[str, Any], store: str = "", metric: str = "", month: str = "", order: str = ""
) -> dict[str, object]:
    """Buttons for whoever may follow up; without a store the page of a new task asks for one."""
    about = {"store": store, "metric": metric, "month": month, "order": order}
    query = urlencode({name: value for name, value in about.items() if value})
    return {
        "shown": context["request"].scope.allows(Permission.FOLLOW_UP),
        "query": query,
        "noted": bool(store),
    }
