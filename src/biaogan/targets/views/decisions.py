"""The pages of decisions: the list, writing one down, trying levers, one decision with its test."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biaogan.engine.methods.three_year.levers import Levers
from biaogan.intake.exports import XLSX, attachment, note_export
from biaogan.intake.state import current_version
from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.org.policies import NotAllowed
from biaogan.targets.decisions import actions, lever_fields, page, tables
from biaogan.targets.decisions.charts import bearing, fans
from biaogan.targets.decisions.forms import DecideForm, DecisionForm, initial_of
from biaogan.targets.decisions.policies import check_can_change
from biaogan.targets.decisions.queries import overview
from biaogan.targets.decisions.testing import decision_test, try_levers
from biaogan.targets.exports import table_workbook
from biaogan.targets.models import Decision, Forecast
from biaogan.targets.views.page import export_url, of_chart
from biaogan.ui.links import Link
from biaogan.ui.table import Table

PROPOSE = Permission.PROPOSE_DECISIONS


@require_safe
@needs(Permission.SEE_FIGURES)
def decisions(request: Request) -> HttpResponse:
    found = overview(scope=request.scope, today=timezone.localdate())
    return render(
        request,
        "targets/decisions/decisions.html",
        {
            "decisions": tables.decisions(
                found.decisions, export_url=export_url(request, "export_decisions")
            ),
            "due": tables.due(found.due),
            "proposers": tables.proposers(found.calibration),
            "may_propose": request.scope.allows(PROPOSE),
        },
    )


@require_POST
@needs(Permission.SEE_FIGURES, Permission.EXPORT_FIGURES)
def export_decisions(request: Request) -> HttpResponse:
    found = overview(scope=request.scope, today=timezone.localdate())
    sheets = [tables.decisions(found.decisions), tables.due(found.due), tables.proposers(found.calibration)]
    return _file(request, _("Decisions"), sheets)


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_FIGURES, PROPOSE)
def new(request: Request) -> HttpResponse:
    """Written down as a draft; tested at once when that was asked for."""
    start = {"proposer": request.scope.person.display_name, **lever_fields.initial(Levers())}
    form = DecisionForm(request.POST or None, scope=request.scope, initial=start)
    if request.method == "POST" and form.is_valid():
        made = actions.write_decision(**form.given(), by=request.scope.person, at=timezone.now())
        return _written(request, made)
    return _form_page(request, form, None)


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_FIGURES, PROPOSE)
def edit(request: Request, pk: int) -> HttpResponse:
    found, person = of_scope(request, pk), request.scope.person
    try:
        check_can_change(found)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("targets:decision", pk=pk)
    form = DecisionForm(request.POST or None, scope=request.scope, initial=initial_of(found))
    if request.method == "POST" and form.is_valid():
        given = form.given()
        if form.tried(lambda: actions.change_decision(decision=found, **given, by=person, at=timezone.now())):
            return _written(request, of_scope(request, pk))
    return _form_page(request, form, found)


def _written(request: Request, decision: Decision) -> HttpResponse:
    if "test" in request.POST:
        actions.run_test(decision=decision, by=request.scope.person, at=timezone.now())
        messages.success(request, _("The decision is saved and tested."))
    else:
        messages.success(request, _("The decision is saved."))
    return redirect("targets:decision", pk=decision.pk)


@require_POST
@needs(Permission.SEE_FIGURES, PROPOSE)
def attempt(request: Request) -> HttpResponse:
    """Changes nothing: the levers of the form are run and shown beside it, or on a page of its own."""
    form = DecisionForm(request.POST, scope=request.scope)
    form.is_valid()
    shown: dict[str, Any] = {"wrong": _lever_errors(form)}
    if hasattr(form, "levers") and "place" in form.cleaned_data and not shown["wrong"]:
        tested = try_levers(form.levers, form.place_chosen(), today=timezone.localdate())
        shown |= page.result(tested, full=False)
    if request.headers.get("HX-Request"):
        return render(request, "targets/decisions/tried.html", shown)
    return _form_page(request, form, None, **shown)


def _lever_errors(form: DecisionForm) -> list[str]:
    """What keeps the levers from being run; a missing title does not."""
    names = ("place", *lever_fields.NAMES)
    return [f"{form[name].label}: {error}" for name in names for error in form.errors.get(name, [])]


@require_safe
@needs(Permission.SEE_FIGURES)
def decision(request: Request, pk: int) -> HttpResponse:
    return decision_page(request, of_scope(request, pk))


@require_POST
@needs(Permission.SEE_FIGURES, Permission.EXPORT_FIGURES)
def export_decision(request: Request, pk: int) -> HttpResponse:
    found = of_scope(request, pk)
    tested = decision_test(found)
    drawn = [of_chart(chart) for chart in (bearing(tested), *fans(tested)) if chart] if tested else []
    return _file(request, found.title, [*page.exported(found, tested), *drawn])


def of_scope(request: Request, pk: int) -> Decision:
    """A decision of the person's stores or regions with what its page reads; else 404."""
    newest = Forecast.objects.order_by("-round", "-preset")
    found = Decision.objects.within(request.scope).select_related("store", "region", "search", "decided_by")
    return get_object_or_404(found.prefetch_related(Prefetch("forecasts", newest), "look_backs"), pk=pk)


def decision_page(request: Request, found: Decision, form: DecideForm | None = None) -> HttpResponse:
    today, scope = timezone.localdate(), request.scope
    shown = page.decision_page(found, today=today)
    may_decide = scope.allows(Permission.DECIDE) and bool(shown["moves"])
    if may_decide:
        shown["form"] = form or DecideForm(moves=shown["moves"], today=today)
    shown |= {
        "may_decide": may_decide,
        "may_propose": scope.allows(PROPOSE),
        "export_url": export_url(request, "export_decision", str(found.pk)),
        "trail": [Link(_("Decisions"), reverse("targets:decisions")), Link(found.title)],
    }
    return render(request, "targets/decisions/decision.html", shown)


def _form_page(request: Request, form: DecisionForm, found: Decision | None, **more: Any) -> HttpResponse:
    here = found.title if found else _("New decision")
    trail = [Link(_("Decisions"), reverse("targets:decisions")), Link(here)]
    address = reverse("targets:edit_decision", args=[found.pk]) if found else reverse("targets:new_decision")
    context = {"form": form, "decision": found, "trail": trail, "address": address, **more}
    return render(request, "targets/decisions/write.html", context)


def _file(request: Request, title: str, sheets: Sequence[Table]) -> HttpResponse:
    person, now = request.scope.person, timezone.localtime()
    rows = sum(len(table.rows) for table in sheets)
    note_export(what=title, filters=[], rows=rows, by=person)
    content = table_workbook(
        sheets,
        title=title,
        filters=[],
        definitions=page.definitions(),
        person=person.display_name,
        at=now,
        version=current_version(),
    )
    return attachment(content, f"{title}-{now:%Y-%m-%d}.xlsx", XLSX)
