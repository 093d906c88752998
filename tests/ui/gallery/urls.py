"""Every component in a setting like the one it is made for."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.i18n import set_language

from ui.gallery import samples

PAGES = ("cockpit", "metric", "list", "import", "form", "states", "login")


def show(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, f"gallery/{name}.html", samples.context(name, request))


def error(request: HttpRequest, code: int) -> HttpResponse:
    return render(request, f"{code}.html", status=code)


account = [
    path("account", partial(show, name="form"), name="account"),
    path("logout", set_language, name="logout"),
]
urlpatterns = [
    *(path(name, partial(show, name=name), name=f"gallery-{name}") for name in PAGES),
    *(path(f"error-{code}", partial(error, code=code)) for code in (403, 404, 500)),
    path("search", partial(show, name="states"), name="search"),
    path("language", set_language, name="set_language"),
    path("", include((account, "org"))),
]
