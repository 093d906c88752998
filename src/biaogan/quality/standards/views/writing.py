"""Pages on which instructions are written: a new one, its name, the draft, putting it in force."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from biaogan.org.access import Request, needs
from biaogan.org.policies import NotAllowed
from biaogan.quality.models import Sop, SopVersion
from biaogan.quality.standards import actions, queries
from biaogan.quality.standards.forms import MARKS, AboutForm, NewForm, ReasonForm, StepsForm
from biaogan.quality.standards.steps import steps_of
from biaogan.quality.standards.views.reading import EDIT, SEE, first_link, of_code, trail
from biaogan.quality.states.standards import VersionState
from biaogan.ui.links import Link

FORCE = "force"


@require_http_methods(["GET", "POST"])
@needs(SEE, EDIT)
def new(request: Request) -> HttpResponse:
    """An instruction and its first steps; it begins as a draft."""
    form, steps = NewForm(request.POST or None), StepsForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and steps.is_valid():
        by, at = request.scope.person, timezone.now()
        try:
            made = actions.write_sop(**form.cleaned_data, steps=steps.steps, by=by, at=at)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("quality:edit_sop", code=made.code)
    here = [first_link(), Link(_("New instruction"))]
    shown = {"form": form, "steps": steps, "marks": MARKS, "trail": here}
    return render(request, "quality/standards/new.html", shown)


@require_http_methods(["GET", "POST"])
@needs(SEE, EDIT)
def edit(request: Request, code: str) -> HttpResponse:
    """The steps of the draft; the first saving makes one from what is in force."""
    found = of_code(code)
    draft = queries.version_now(found, VersionState.DRAFT)
    shown = steps_of(draft or queries.version_now(found, VersionState.IN_FORCE))
    form = StepsForm(request.POST or None, initial=shown)
    wrong = ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_draft(
                sop=found, steps=form.steps, by=request.scope.person, at=timezone.now(),
                seen=request.POST.get("seen", ""),
            )  # fmt: skip
        except NotAllowed as refusal:
            wrong = str(refusal)
        else:
            return _saved(request, code)
    return _edit_page(request, found, draft, form, wrong)


def _saved(request: Request, code: str) -> HttpResponse:
    press = request.POST.get("press", "")
    if press == FORCE:
        return redirect("quality:force_sop", code=code)
    messages.success(request, _("The draft is saved. Nothing is in force before you say so."))
    return redirect("quality:edit_sop", code=code)


def _edit_page(
    request: Request, found: Sop, draft: SopVersion | None, form: StepsForm, wrong: str
) -> HttpResponse:
    shown = {
        "sop": found,
        "draft": draft,
        "steps": form,
        "wrong": wrong,
        "marks": MARKS,
        "seen": request.POST.get("seen") or (draft.written_at.isoformat() if draft else ""),
        "trail": [*trail(found), Link(_("Draft"))],
    }
    return render(request, "quality/standards/edit.html", shown)


@require_http_methods(["GET", "POST"])
@needs(SEE, EDIT)
def about(request: Request, code: str) -> HttpResponse:
    """What an instruction is called and how often it is reviewed."""
    found = of_code(code)
    start = {name: getattr(found, name) for name in AboutForm.base_fields}
    form = AboutForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        actions.change_sop(sop=found, **form.cleaned_data, by=request.scope.person)
        messages.success(request, _("Saved."))
        return redirect("quality:sop", code=code)
    shown = {"sop": found, "form": form, "trail": [*trail(found), Link(_("Name and review"))]}
    return render(request, "quality/standards/about.html", shown)


@require_http_methods(["GET", "POST"])
@needs(SEE, EDIT)
def force(request: Request, code: str) -> HttpResponse:
    """Before a draft is put in force: what it says differently, and everything that hangs on it."""
    found = of_code(code)
    draft = queries.version_now(found, VersionState.DRAFT)
    if draft is None:
        messages.info(request, _("There is no draft: somebody has put it in force or discarded it."))
        return redirect("quality:sop", code=code)
    form = ReasonForm(request.POST or None, initial={"because": draft.because})
    if (
        request.method == "POST"
        and form.is_valid()
        and form.tried(lambda: _put_in_force(request, found, form))
    ):
        messages.success(request, _("Version %(number)d is in force from today.") % {"number": draft.number})
        return redirect("quality:sop", code=code)
    return render(request, "quality/standards/force.html", _force_page(found, draft, form))


def _put_in_force(request: Request, found: Sop, form: ReasonForm) -> SopVersion:
    return actions.put_in_force(
        sop=found, because=form.cleaned_data["because"], by=request.scope.person, at=timezone.now(),
        seen=request.POST.get("seen", ""),
    )  # fmt: skip


def _force_page(found: Sop, draft: SopVersion, form: ReasonForm) -> dict[str, Any]:
    changes = queries.draft_changes(found)
    return {
        "sop": found,
        "draft": draft,
        "form": form,
        "seen": draft.written_at.isoformat(),
        "changes": changes,
        "first": queries.version_now(found, VersionState.IN_FORCE) is None,
        "touched": queries.draft_touches(found, changes),
        "orphans": queries.orphans(found, draft),
        "trail": [*trail(found), Link(_("Put in force"))],
    }


@require_POST
@needs(SEE, EDIT)
def discard(request: Request, code: str) -> HttpResponse:
    try:
        remains = actions.discard_draft(sop=of_code(code), by=request.scope.person)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("quality:sop", code=code)
    messages.success(request, _("The draft is discarded."))
    return redirect("quality:sop", code=code) if remains else redirect("quality:standards")
