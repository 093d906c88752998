"""The two addresses that belong to no room: where one lands, and whether we are alive."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from biaogan.config.menu import items
from biaogan.org.access import Request, open_to_all
from biaogan.org.permissions import Permission
from biaogan.org.queries import is_empty_home


@require_safe
@open_to_all("it only decides where to go: first start, login, or the first page one may see")
def home(request: Request) -> HttpResponse:
    if is_empty_home():
        return redirect("first_start")
    if not request.user.is_authenticated:
        return redirect("org:login")
    if not request.scope.store_codes and request.scope.allows(Permission.MANAGE_STORES):
        return redirect("begin")
    allowed = (item.url_name for item in items() if request.scope.allows(item.permission))
    return redirect(next(allowed, "org:account"))


@require_safe
@open_to_all("a monitor asks without an account; the answer says only that we answer")
def health(request: Request) -> HttpResponse:
    return JsonResponse({"status": "ok"})
