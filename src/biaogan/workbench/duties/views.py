"""Pages of the work list."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biaogan.org import words
from biaogan.org.access import Request, needs, open_to_all
from biaogan.org.permissions import Permission
from biaogan.org.scope import scope_of
from biaogan.workbench.duties import actions, feed, forms, queries, tables
from biaogan.workbench.models import Area, Duty, FeedToken, Talk, Tick


@require_safe
@needs(Permission.KEEP_WORK_LIST)
def work(request: Request) -> HttpResponse:
    """The work list of a day, and who was not spoken to."""
    day = _day(request)
    found = queries.work_list(scope=request.scope, day=day)
    shown = {
        "work": found,
        "tables": tables.work_tables(found),
        "silent": tables.silent(queries.silent_people(scope=request.scope, day=day)),
        "today": timezone.localdate(),
        "has_feed": FeedToken.objects.filter(person=request.scope.person).exists(),
    }
    return render(request, "workbench/duties/work.html", shown)


@require_http_methods(["GET", "POST"])
@needs(Permission.KEEP_WORK_LIST)
def duty(request: Request, pk: int) -> HttpResponse:
    """One duty in the period of a day: what shows it done, and a tick by hand."""
    found, day = get_object_or_404(Duty.objects.of(request.scope.person), pk=pk), _day(request)
    form = forms.TickDuty(request.POST or None)
    if form.is_valid() and form.tried(
        lambda: actions.tick_duty(
            duty=found, day=day, by=request.scope.person, at=timezone.now(), **form.cleaned_data
        )
    ):
        messages.success(request, _("The duty is ticked."))
        return redirect("workbench:work")
    lines = queries.work_list(scope=request.scope, day=day).lines
    line = next((one for one in lines if one.duty.pk == found.pk), None)
    seen = [(one.at, words.action(one.action), one.store) for one in line.seen] if line else []
    shown = {"duty": found, "line": line, "seen": seen, "form": form}
    return render(request, "workbench/duties/duty.html", shown)


@require_POST
@needs(Permission.KEEP_WORK_LIST)
def take_back(request: Request, pk: int) -> HttpResponse:
    tick = get_object_or_404(Tick.objects.select_related("duty"), pk=pk, person=request.scope.person)
    actions.take_tick_back(tick=tick, by=request.scope.person)
    messages.success(request, _("The tick is taken back."))
    return redirect("workbench:work")


@require_http_methods(["GET", "POST"])
@needs(Permission.KEEP_WORK_LIST)
def add_duty(request: Request) -> HttpResponse:
    form = forms.AddDuty(request.POST or None)
    if form.is_valid() and form.tried(lambda: actions.add_duty(by=request.scope.person, **form.cleaned_data)):
        messages.success(request, _("The duty is in your list."))
        return redirect("workbench:work")
    return render(request, "workbench/duties/add.html", {"form": form})


@require_POST
@needs(Permission.KEEP_WORK_LIST)
def remove_duty(request: Request, pk: int) -> HttpResponse:
    found, form = get_object_or_404(Duty.objects.of(request.scope.person), pk=pk), forms.Form(request.POST)
    if form.is_valid() and form.tried(
        lambda: actions.retire_duty(duty=found, by=request.scope.person, at=timezone.now())
    ):
        messages.success(request, _("The duty is removed from your list; what was ticked stays."))
    else:
        messages.error(request, form.complaint())
    return redirect("workbench:work")


@require_http_methods(["GET", "POST"])
@needs(Permission.KEEP_WORK_LIST)
def talks(request: Request) -> HttpResponse:
    """One's own talks; with ?about= the person is chosen already."""
    start = {"on": timezone.localdate(), "about": request.GET.get("about")}
    form = forms.RecordTalk(request.POST or None, initial=start, scope=request.scope)
    if form.is_valid() and form.tried(
        lambda: actions.record_talk(by=request.scope.person, at=timezone.now(), **form.cleaned_data)
    ):
        messages.success(request, _("The talk is noted."))
        return redirect("workbench:work")
    rows = Talk.objects.within(request.scope).select_related("about")[:50]
    return render(request, "workbench/duties/talks.html", {"form": form, "talks": rows})


@require_safe
@needs(Permission.KEEP_WORK_LIST)
def meter(request: Request) -> HttpResponse:
    """Where the week went; nobody but the person sees it."""
    found = queries.meter(scope=request.scope, day=_day(request))
    shares = [
        (label, found.minutes.get(area, 0), 100 * found.minutes.get(area, 0) / found.total)
        for area, label in Area.choices
    ] if found.total else []  # fmt: skip
    return render(request, "workbench/duties/meter.html", {"meter": found, "shares": shares})


@require_POST
@needs(Permission.KEEP_WORK_LIST)
def make_feed(request: Request) -> HttpResponse:
    """The address is shown once; making another stops the former."""
    secret = actions.make_feed(by=request.scope.person, at=timezone.now())
    return render(request, "workbench/duties/feed.html", {"secret": secret})


@require_POST
@needs(Permission.KEEP_WORK_LIST)
def revoke_feed(request: Request) -> HttpResponse:
    actions.revoke_feed(by=request.scope.person)
    messages.success(request, _("The address of the calendar no longer works."))
    return redirect("workbench:work")


@require_safe
@open_to_all("a calendar program cannot log in; the address holds a secret of its own, revoked at will")
def calendar(request: Request, secret: str) -> HttpResponse:
    token = FeedToken.objects.select_related("person").filter(digest=actions.digest_of(secret)).first()
    if token is None or not scope_of(token.person).allows(Permission.KEEP_WORK_LIST):
        raise Http404
    content = feed.calendar_of(person=token.person, today=timezone.localdate(), at=timezone.now())
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _day(request: Request) -> date:
    """?day=, today without one; a text that is no day is not found."""
    text = request.GET.get("day", "")
    try:
        return date.fromisoformat(text) if text else timezone.localdate()
    except ValueError:
        raise Http404 from None
