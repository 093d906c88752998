"""What is done with a decision: test again, copy, decide, search for alternatives, look back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biaogan.jobs.states import CannotMove as CannotStop
from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.org.policies import NotAllowed
from biaogan.targets.decisions import actions, page
from biaogan.targets.decisions.forms import DecideForm
from biaogan.targets.states import CannotMove
from biaogan.targets.views.decisions import PROPOSE, decision_page, of_scope


@require_POST
@needs(Permission.SEE_FIGURES, PROPOSE)
def test(request: Request, pk: int) -> HttpResponse:
    found, person = of_scope(request, pk), request.scope.person
    return _done(
        request,
        pk,
        lambda: actions.run_test(decision=found, by=person, at=timezone.now()),
        _("Tested on the figures of today."),
    )


@require_POST
@needs(Permission.SEE_FIGURES, PROPOSE)
def copy(request: Request, pk: int) -> HttpResponse:
    made = actions.copy_decision(decision=of_scope(request, pk), by=request.scope.person, at=timezone.now())
    return redirect("targets:edit_decision", pk=made.pk)


@require_POST
@needs(Permission.SEE_FIGURES, Permission.DECIDE)
def decide(request: Request, pk: int) -> HttpResponse:
    found, person, now = of_scope(request, pk), request.scope.person, timezone.now()
    moves = page.moves_of(found)
    form = DecideForm(request.POST, moves=moves, today=timezone.localdate(now))
    if form.is_valid() and form.tried(
        lambda: actions.decide(decision=found, **form.cleaned_data, by=person, at=now)
    ):
        messages.success(request, _("The decision is recorded."))
        return redirect("targets:decision", pk=pk)
    return decision_page(request, found, form)


@require_POST
@needs(Permission.SEE_FIGURES, PROPOSE)
def search(request: Request, pk: int) -> HttpResponse:
    found, person = of_scope(request, pk), request.scope.person
    return _done(request, pk, lambda: actions.search_alternatives(decision=found, by=person), "")


@require_safe
@needs(Permission.SEE_FIGURES)
def progress(request: Request, pk: int) -> HttpResponse:
    """Asked again each second while the search runs; at its end the whole page is fetched anew."""
    found = of_scope(request, pk)
    shown = {"decision": found, "search": found.search, "may_propose": request.scope.allows(PROPOSE)}
    response = render(request, "targets/decisions/search.html", shown)
    if found.search is None or found.search.is_finished:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@needs(Permission.SEE_FIGURES, PROPOSE)
def stop(request: Request, pk: int) -> HttpResponse:
    found, person = of_scope(request, pk), request.scope.person
    return _done(request, pk, lambda: actions.stop_search(decision=found, by=person, at=timezone.now()), "")


@require_POST
@needs(Permission.SEE_FIGURES, PROPOSE)
def take(request: Request, pk: int, place: int) -> HttpResponse:
    found, person = of_scope(request, pk), request.scope.person
    try:
        made = actions.take_alternative(decision=found, place=place, by=person, at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("targets:decision", pk=pk)
    messages.success(request, _("A new draft has the levers of this alternative."))
    return redirect("targets:edit_decision", pk=made.pk)


@require_POST
@needs(Permission.SEE_FIGURES, PROPOSE)
def look_back(request: Request, pk: int, after: int) -> HttpResponse:
    found, person = of_scope(request, pk), request.scope.person
    return _done(
        request,
        pk,
        lambda: actions.look_back(decision=found, after=after, by=person, at=timezone.now()),
        _("The forecast has been held against what happened."),
    )


def _done(request: Request, pk: int, action: Callable[[], object], success: str) -> HttpResponse:
    try:
        action()
    except (NotAllowed, CannotMove, CannotStop) as refusal:
        messages.error(request, str(refusal))
    else:
        if success:
            messages.success(request, success)
    return redirect("targets:decision", pk=pk)
