"""The first start: an account on an empty home, then the first data."""

from __future__ import annotations

from django.contrib.auth import login as start_session
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biaogan.config.handlers import collect
from biaogan.jobs.actions import enqueue
from biaogan.jobs.handle import handler_of
from biaogan.jobs.queries import unfinished
from biaogan.org import forms
from biaogan.org.access import Request, needs, open_to_all
from biaogan.org.actions import begin as begin_region
from biaogan.org.models import Person
from biaogan.org.permissions import Permission
from biaogan.org.queries import is_empty_home
from biaogan.quality.standards.loading import load_starting_set

BACKEND = "django.contrib.auth.backends.ModelBackend"
DEMONSTRATION = "demo"  # the kind of job that grows the demonstration region


@require_http_methods(["GET", "POST"])
@open_to_all("an empty home has nobody who could log in; with one account it is closed")
def first_start(request: Request) -> HttpResponse:
    if not is_empty_home():
        return redirect("org:login")
    form = forms.FirstStart(request.POST or None)
    if form.is_valid() and form.tried(lambda: begin_region(**form.cleaned_data)):
        person = Person.objects.get(username=form.cleaned_data["username"])
        load_starting_set(by=person, at=timezone.now())
        start_session(request, person, backend=BACKEND)
        return redirect("begin")
    return render(request, "config/first_start.html", {"form": form})


@require_safe
@needs(Permission.MANAGE_STORES)
def begin(request: Request) -> HttpResponse:
    """How the first data comes: the demonstration region, or own stores. With stores there, it is over."""
    collect()
    demo = unfinished(scope=request.scope, kind=DEMONSTRATION)
    if request.scope.store_codes and not demo:
        return redirect("home")
    page = {
        "demo": demo,
        "demo_offered": handler_of(DEMONSTRATION) is not None and request.scope.allows(Permission.RUN_DEMO),
    }
    return render(request, "config/begin.html", page)


@require_POST
@needs(Permission.RUN_DEMO)
def grow_demonstration(request: Request) -> HttpResponse:
    if not unfinished(scope=request.scope, kind=DEMONSTRATION):
        enqueue(kind=DEMONSTRATION, by=request.scope.person)
    return redirect("begin")
