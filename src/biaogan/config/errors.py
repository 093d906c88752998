"""The pages shown when something does not work."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from biaogan.org.access import open_to_all


@open_to_all("an error page says nothing about anyone")
def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


@open_to_all("an error page says nothing about anyone")
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


@open_to_all("an error page says nothing about anyone")
def failed(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old, or was not ours."""
    return render(request, "403.html", {"stale_form": True}, status=403)
