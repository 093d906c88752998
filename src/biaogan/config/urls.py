"""Every address: each room's urls under its own name, and the few pages that belong to no room."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from biaogan.config import errors, pages, search, start
from biaogan.config.rooms import parts
from biaogan.org.access import open_to_all

handler403 = errors.not_allowed
handler404 = errors.not_found
handler500 = errors.failed


def _address(room: str, at: str | None) -> str:
    return f"{room}/" if at is None else at


urlpatterns = [
    path("", pages.home, name="home"),
    path("start", start.first_start, name="first_start"),
    path("begin", start.begin, name="begin"),
    path("begin/demonstration", start.grow_demonstration, name="grow_demonstration"),
    path("search", search.search, name="search"),
    path("health", pages.health, name="health"),
    path(
        "language", open_to_all("a language is chosen before logging in")(set_language), name="set_language"
    ),
    path("administration/", admin.site.urls),
    # A room answers under its own name; one that names itself otherwise says so with AT.
    *(path(_address(room, getattr(module, "AT", None)), include(module)) for room, module in parts("urls")),
]
