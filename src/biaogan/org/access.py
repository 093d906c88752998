"""The door of every view: who is asking, what they may do, how long their session holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from biaogan.org.permissions import Permission
from biaogan.org.scope import NOWHERE, PersonalScope, Scope, narrowed, scope_of


class Request(HttpRequest):
    """A request as views see it: a known person and their scope.

    `whole_scope` is all of it, whichever region is chosen.
    """

    scope: PersonalScope
    whole_scope: PersonalScope


View = Callable[..., HttpResponseBase]
CHOSEN_REGION = "region"  # in the session: the one region a person of several looks at
SEEN_EVERY_SECONDS = 300  # the moment of the last visit is kept this coarsely, so a page is not a write


def needs(permission: Permission, *also: Permission) -> Callable[[View], View]:
    """Only people whose role allows all of these may enter; strangers are asked to log in."""
    needed = (permission, *also)

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _ask_to_log_in(request)
            if refused := [one for one in needed if not request.scope.allows(one)]:  # type: ignore[attr-defined]
                raise PermissionDenied(refused[0])
            return view(request, *args, **kwargs)

        guarded.needed_permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard


def open_to_all(reason: str) -> Callable[[View], View]:
    """Marks a view that asks nobody who they are, with the reason why that is right."""

    def mark(view: View) -> View:
        view.open_reason = reason  # type: ignore[attr-defined]
        return view

    return mark


def _ask_to_log_in(request: HttpRequest) -> HttpResponseBase:
    if not request.headers.get("HX-Request"):
        return redirect_to_login(request.get_full_path())
    # A partial must not be replaced by a login page: the whole page goes there.
    response = HttpResponse(status=401)
    response["HX-Redirect"] = redirect_to_login(request.headers.get("HX-Current-URL", "/")).url
    return response


class ScopeOfRequest:
    """Gives every request its scope and language, and refuses views that nobody guards."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.whole_scope = SimpleLazyObject(lambda: _whole_scope(request))  # type: ignore[attr-defined]
        request.scope = SimpleLazyObject(lambda: _scope(request))  # type: ignore[attr-defined]
        _speak_language_of(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, _args: Any, _kwargs: Any) -> None:
        if not is_guarded(view, request.resolver_match.app_names if request.resolver_match else []):
            message = f"{view.__module__}.{view.__name__} has neither @needs nor @open_to_all"
            raise ImproperlyConfigured(message)


def is_guarded(view: View, app_names: list[str]) -> bool:
    """Guarded by us, open for a stated reason, or inside Django's administration, which guards itself."""
    return hasattr(view, "needed_permission") or hasattr(view, "open_reason") or app_names[:1] == ["admin"]


def _whole_scope(request: HttpRequest) -> Scope:
    return scope_of(request.user) if request.user.is_authenticated else NOWHERE


def _scope(request: HttpRequest) -> Scope:
    whole: Scope = request.whole_scope  # type: ignore[attr-defined]
    region = request.session.get(CHOSEN_REGION) if len(whole.region_ids) > 1 else None
    return whole if region is None else narrowed(whole, region)


def _speak_language_of(request: HttpRequest) -> None:
    # A choice made in this browser (the cookie) counts before the one kept with the person.
    if (
        settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        or settings.SESSION_COOKIE_NAME not in request.COOKIES
    ):
        return
    language = getattr(request.user, "language", "")
    if language:
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()


class SessionLimits:
    """Ends a session after some hours without use, and after some days whatever happens."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._check(request, timezone.now())
        return self.get_response(request)

    def _check(self, request: HttpRequest, now: datetime) -> None:
        session, moment = request.session, now.timestamp()
        began = session.setdefault("began", moment)
        seen = session.setdefault("seen", moment)
        idle = moment - seen > settings.BIAOGAN_SESSION_IDLE.total_seconds()
        if idle or moment - began > settings.BIAOGAN_SESSION_LENGTH.total_seconds():
            logout(request)
        elif moment - seen > SEEN_EVERY_SECONDS:
            session["seen"] = moment


def client_address(request: HttpRequest) -> str:
    """Where a request comes from; behind our own proxy, the address that proxy saw."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.BIAOGAN_BEHIND_PROXY and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return request.META.get("REMOTE_ADDR", "")
