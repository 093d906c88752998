"""Pages of improvements: the board, opening one, and moving it along its way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biaogan.engine.text import Text
from biaogan.followup.queries import first_owner
from biaogan.org.access import Request, needs
from biaogan.org.models import Store
from biaogan.org.permissions import Permission
from biaogan.quality.goals import usual_direction
from biaogan.quality.handing_out import export_url, filters_of, handed_out
from biaogan.quality.improvements import actions, forms, page, queries, tables
from biaogan.quality.improvements.fishbone import bones
from biaogan.quality.improvements.standardising import standardise as make_standard
from biaogan.quality.models import Finding, Improvement

MOST_ON_BOARD = 300


@require_safe
@needs(Permission.IMPROVE)
def improvements(request: Request) -> HttpResponse:
    form, today = forms.ImprovementFilter(request.GET or None, scope=request.scope), timezone.localdate()
    rows = list(queries.improvements(scope=request.scope, **_wanted(form))[:MOST_ON_BOARD])
    lanes = queries.board(rows, today=today)
    cards = [{"lane": lane, "cards": [_card(card) for card in lane.cards]} for lane in lanes]
    shown = {
        "form": form,
        "lanes": cards,
        "export_url": export_url(request, "export_improvements"),
        "today": today,
    }
    return render(request, "quality/improvements/board.html", shown)


def _card(card: queries.Card) -> dict[str, Any]:
    return {
        "improvement": card.improvement,
        "overdue": card.overdue,
        "goal": tables.goal(card.improvement),
        "newest": tables.verdict(card.newest) if card.newest else None,
    }


@require_POST
@needs(Permission.IMPROVE, Permission.EXPORT_FIGURES)
def export_improvements(request: Request) -> HttpResponse:
    form = forms.ImprovementFilter(request.GET or None, scope=request.scope)
    rows = list(queries.improvements(scope=request.scope, **_wanted(form)))
    table = tables.improvements(queries.board(rows, today=timezone.localdate()))
    return handed_out(request, [table], title=table.caption, filters=filters_of(form))


def _wanted(form: forms.ImprovementFilter) -> dict[str, Any]:
    return form.cleaned_data if form.is_valid() else {}


@require_http_methods(["GET", "POST"])
@needs(Permission.IMPROVE)
def open_improvement(request: Request) -> HttpResponse:
    """For a finding (?finding=), or for a store whose findings are then chosen."""
    finding = _asked_finding(request)
    store = finding.store if finding else _asked_store(request)
    if store is None:
        stores = Store.objects.within(request.scope).active()
        return render(request, "quality/improvements/choose_store.html", {"stores": stores})
    start = _start(request, store, finding)
    form = forms.OpenImprovement(request.POST or None, initial=start, scope=request.scope, store=store)
    made: list[Improvement] = []
    if form.is_valid() and form.tried(
        lambda: made.append(
            actions.open_improvement(
                **form.cleaned_data, store=store, by=request.scope.person, at=timezone.now()
            )
        )
    ):
        messages.success(request, _("The improvement is open. Next comes the analysis."))
        return redirect("quality:improvement", pk=made[0].pk)
    return render(request, "quality/improvements/open.html", {"form": form, "store": store})


def _asked_finding(request: Request) -> Finding | None:
    number = request.GET.get("finding", "")
    if not number:
        return None
    if not number.isdecimal():
        raise Http404
    rows = Finding.objects.within(request.scope).select_related("store")
    return get_object_or_404(rows, pk=int(number))


def _asked_store(request: Request) -> Store | None:
    stores = Store.objects.within(request.scope)
    code = request.GET.get("store") or (stores.get().code if stores.count() == 1 else "")
    return get_object_or_404(stores, code=code) if code else None


def _start(request: Request, store: Store, finding: Finding | None) -> dict[str, Any]:
    start: dict[str, Any] = {
        "owner": first_owner(store) or request.scope.person,
        "proof_on": timezone.localdate() + queries.USUAL_PROOF,
    }
    if finding is None:
        return start
    start |= {"findings": [finding.pk], "title": finding.text[:120], "metric": finding.metric}
    if finding.metric:
        start["direction"] = usual_direction(forms.metric_of(finding.metric))
    return start


@require_safe
@needs(Permission.IMPROVE)
def improvement(request: Request, pk: int) -> HttpResponse:
    return _shown(request, _improvement(request, pk))


@require_http_methods(["GET", "POST"])
@needs(Permission.IMPROVE)
def analyse(request: Request, pk: int) -> HttpResponse:
    found = _improvement(request, pk)
    form = forms.Analysis(request.POST or None, initial=forms.analysis_of(found))
    if form.is_valid() and form.tried(
        lambda: actions.analyse(improvement=found, **form.given(), by=request.scope.person)
    ):
        messages.success(request, _("The analysis is kept."))
        return redirect("quality:improvement", pk=pk)
    return _form_page(request, "quality/improvements/analyse.html", found, form, forms.analysis_of)


@require_http_methods(["GET", "POST"])
@needs(Permission.IMPROVE)
def change_goal(request: Request, pk: int) -> HttpResponse:
    found = _improvement(request, pk)
    form = forms.ChangeGoal(request.POST or None, initial=_goal_of(found))
    if form.is_valid() and form.tried(
        lambda: actions.change_goal(
            improvement=found, **form.cleaned_data, by=request.scope.person, at=timezone.now()
        )
    ):
        messages.success(request, _("The goal is changed; the former one stays beside it."))
        return redirect("quality:improvement", pk=pk)
    return _form_page(request, "quality/improvements/goal.html", found, form, _goal_of)


def _goal_of(found: Improvement) -> dict[str, Any]:
    return {name: getattr(found, name) for name in (*actions.GOAL, "version")}


def _form_page(
    request: Request,
    template: str,
    found: Improvement,
    form: forms.Form,
    kept: Callable[[Improvement], dict[str, Any]],
) -> HttpResponse:
    """Whoever was second sees both texts (409) and saves what shall stand."""
    shown: dict[str, Any] = {"improvement": found, "form": form, "theirs": []}
    if form.stale:
        found.refresh_from_db()
        form.data = {**request.POST.dict(), "version": str(found.version)}
        shown["theirs"] = differences(form, kept(found))
    return render(request, template, shown, status=409 if form.stale else 200)


def differences(form: forms.Form, kept: dict[str, Any]) -> list[dict[str, str]]:
    """Field by field, where what was typed is not what stands; a reason is nobody else's."""
    found = []
    for field in form:
        theirs, own = (_read(field, value) for value in (kept.get(field.name), field.value()))
        if field.name != "because" and not field.is_hidden and theirs.split() != own.split():
            found.append({"label": str(field.label), "theirs": theirs, "own": own})
    return found


def _read(field: Any, value: object) -> str:
    choices = dict(getattr(field.field, "choices", ()))
    return str(choices.get(value, "" if value is None else value))


@require_POST
@needs(Permission.IMPROVE)
def plan_action(request: Request, pk: int) -> HttpResponse:
    store = _improvement(request, pk).store
    form = forms.PlanAction(request.POST, auto_id="action-%s", scope=request.scope, store=store)
    return _moved(request, pk, form, actions.plan_action, _("The action is planned."), at=timezone.now())


@require_POST
@needs(Permission.IMPROVE)
def finish(request: Request, pk: int) -> HttpResponse:
    done = _("Done. From the next month on the effect is measured.")
    return _moved(request, pk, forms.Form(request.POST), actions.finish_improvement, done, at=timezone.now())


@require_POST
@needs(Permission.VERIFY_IMPROVEMENTS)
def verify(request: Request, pk: int) -> HttpResponse:
    done = _("The effect is verified. Now make it a standard.")
    return _moved(request, pk, forms.Form(request.POST), actions.verify_improvement, done, at=timezone.now())


@require_POST
@needs(Permission.VERIFY_IMPROVEMENTS)
def drop(request: Request, pk: int) -> HttpResponse:
    form = forms.Reason(request.POST, auto_id="drop-%s")
    return _moved(request, pk, form, actions.drop_improvement, _("Dropped; its findings are open again."))


@require_POST
@needs(Permission.IMPROVE)
def reopen(request: Request, pk: int) -> HttpResponse:
    form = forms.Reason(request.POST, auto_id="again-%s")
    return _moved(request, pk, form, _reopen, _("Open again: a new round begins with the analysis."))


def _reopen(*, improvement: Improvement, reason: str, by: Any) -> Improvement:
    return actions.reopen_improvement(improvement=improvement, because=Text(reason, reason), by=by)


@require_http_methods(["GET", "POST"])
@needs(Permission.VERIFY_IMPROVEMENTS, Permission.EDIT_STANDARDS)
def standardise(request: Request, pk: int) -> HttpResponse:
    found = _improvement(request, pk)
    start = forms.start_of_standard(found, timezone.localdate())
    form = forms.Standardise(request.POST or None, initial=start, scope=request.scope, improvement=found)
    if form.is_valid() and form.tried(
        lambda: make_standard(
            improvement=found, standard=form.standard(), **form.training(), by=request.scope.person,
            at=timezone.now(),
        )
    ):  # fmt: skip
        messages.success(request, _("Instruction, check item and training are written."))
        return redirect("quality:improvement", pk=pk)
    return render(request, "quality/improvements/standardise.html", {"improvement": found, "form": form})


@require_safe
@needs(Permission.IMPROVE)
def fishbone(request: Request, pk: int) -> HttpResponse:
    """The analysis on one page, for the wall."""
    found = _improvement(request, pk)
    return render(
        request, "quality/improvements/fishbone.html", {"improvement": found, "bones": bones(found.causes)}
    )


def _moved(
    request: Request, pk: int, form: forms.Form, action: Callable[..., object], done: str, **more: Any
) -> HttpResponse:
    """Done and back to the improvement, or the page again with the form and what is wrong with it."""
    found = _improvement(request, pk)
    if form.is_valid() and form.tried(
        lambda: action(improvement=found, **form.cleaned_data, **more, by=request.scope.person)
    ):
        messages.success(request, done)
        return redirect("quality:improvement", pk=pk)
    return _shown(request, found, wrong=form)


def _shown(request: Request, found: Improvement, *, wrong: forms.Form | None = None) -> HttpResponse:
    shown = page.shown(found, request.scope, timezone.localdate(), wrong)
    return render(request, "quality/improvements/improvement.html", shown)


def _improvement(request: Request, pk: int) -> Improvement:
    rows = Improvement.objects.within(request.scope).select_related("store", "owner", "item", "opened_by")
    return get_object_or_404(rows, pk=pk)
