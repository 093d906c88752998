"""Pages of one inspection: planning it, carrying it out, its result, amending it."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.quality.inspections import actions, forms, phone, policies, signing, tables
from biaogan.quality.inspections.results import Line, result_of
from biaogan.quality.inspections.views.asked import inspected, seen
from biaogan.quality.models import Inspection, PictureRole


@require_http_methods(["GET", "POST"])
@needs(Permission.INSPECT)
def plan(request: Request) -> HttpResponse:
    form = forms.Plan(request.POST or None, scope=request.scope)
    made: list[Inspection] = []
    if form.is_valid() and form.tried(
        lambda: made.append(
            actions.plan_inspection(**form.cleaned_data, scope=request.scope, at=timezone.now())
        )
    ):
        messages.success(request, _("The inspection is planned."))
        return redirect("quality:inspection", pk=made[0].pk)
    shown = {
        "form": form,
        "no_templates": not form.fields["template"].queryset.exists(),  # type: ignore[attr-defined]
        "may_edit": request.scope.allows(Permission.EDIT_STANDARDS),
    }
    return render(request, "quality/inspections/plan.html", shown)


@require_safe
@needs(Permission.SEE_QUALITY)
def inspection(request: Request, pk: int) -> HttpResponse:
    return _shown(request, seen(request, pk))


def _shown(request: Request, found: Inspection, cancel: forms.Reason | None = None) -> HttpResponse:
    result, scope = result_of(found), request.scope
    may_inspect = scope.allows(Permission.INSPECT) and policies.may_carry_out(found, scope)
    shown = {
        "inspection": found,
        "result": result,
        "steps": phone.items(result),
        "levels": tables.levels(result),
        "ladder": tables.ladder_facts(result),
        "cancel": cancel or forms.Reason(),
        "may_carry_out": may_inspect and found.is_open,
        "may_amend": may_inspect and found.is_signed,
        "may_print": scope.allows(Permission.EXPORT_FIGURES),
    }
    return render(request, "quality/inspections/inspection.html", shown)


@require_POST
@needs(Permission.INSPECT)
def cancel(request: Request, pk: int) -> HttpResponse:
    found, form = inspected(request, pk), forms.Reason(request.POST)
    if form.is_valid() and form.tried(
        lambda: actions.cancel_inspection(
            inspection=found, reason=form.cleaned_data["reason"], by=request.scope.person
        )
    ):
        messages.success(request, _("The inspection is cancelled."))
        return redirect("quality:inspections")
    return _shown(request, found, form)


@require_safe
@needs(Permission.INSPECT)
def carry_out(request: Request, pk: int) -> HttpResponse:
    return _phone(request, inspected(request, pk))


def _phone(
    request: Request,
    found: Inspection,
    *,
    sign: forms.Sign | None = None,
    plain: forms.PlainAnswers | None = None,
) -> HttpResponse:
    if not found.is_open:
        return redirect("quality:inspection", pk=found.pk)
    result = result_of(found, previous=True)
    wrong = " ".join(form.complaint() for form in (sign, plain) if form is not None)
    shown = {
        "inspection": found,
        "result": result,
        "steps": phone.items(result),
        "sign": sign or forms.Sign(initial={"signatory": found.signatory}),
        "complaint": wrong,
    }
    return render(request, "quality/inspections/phone.html", shown, status=422 if wrong else 200)


# The same pages without scripts


@require_POST
@needs(Permission.INSPECT)
def save_answers(request: Request, pk: int) -> HttpResponse:
    """What was chosen is kept, also when one photo among it cannot be."""
    found = inspected(request, pk)
    form = forms.PlainAnswers(request.POST, request.FILES, lines=list(result_of(found).lines))
    if form.is_valid() and form.tried(lambda: _save(request, found, form)):
        messages.success(request, _("Your answers are kept."))
        return redirect("quality:inspection_phone", pk=pk)
    return _phone(request, seen(request, pk), plain=form)


def _save(request: Request, found: Inspection, form: forms.PlainAnswers) -> None:
    by, at = request.scope.person, timezone.now()
    for line, points, note in form.answers():
        saw = [str(one.key) for one in line.answers]
        given = actions.Given(line.pk, points, note, at, saw=saw)
        received = hashlib.sha256(repr((line.pk, points, note)).encode()).hexdigest()
        actions.record_answer(inspection=found, key=uuid4(), given=given, received=received, by=by, at=at)
    for line, file in form.photos():
        actions.keep_picture(
            inspection=found,
            key=uuid4(),
            role=PictureRole.ITEM,
            line=line.pk,
            content=file.read(),
            by=by,
            at=at,
        )


@require_POST
@needs(Permission.INSPECT)
def sign(request: Request, pk: int) -> HttpResponse:
    """Without scripts a photo of the signature on paper stands for it."""
    found, form = inspected(request, pk), forms.Sign(request.POST, request.FILES)
    if form.is_valid() and form.tried(lambda: _sign(request, found, form.cleaned_data)):
        messages.success(request, _("The inspection is signed off."))
        return redirect("quality:inspection", pk=pk)
    return _phone(request, found, sign=form)


def _sign(request: Request, found: Inspection, given: dict[str, Any]) -> None:
    by, at = request.scope.person, timezone.now()
    kept = {
        role: _signature(request, found, role, given[f"{role}_signature"])
        for role in (PictureRole.STORE.value, PictureRole.INSPECTOR.value)
    }
    signed = signing.SignOff(at, signatory=given["signatory"], because=given["because"], **kept)
    signing.sign_off(inspection=found, key=uuid4(), signed=signed, received="", by=by, at=at)


def _signature(request: Request, found: Inspection, role: str, file: Any) -> Any:
    if not file:
        return None
    key, by, at = uuid4(), request.scope.person, timezone.now()
    actions.keep_picture(inspection=found, key=key, role=role, line=None, content=file.read(), by=by, at=at)
    return key


@require_http_methods(["GET", "POST"])
@needs(Permission.INSPECT)
def amend(request: Request, pk: int, line: int) -> HttpResponse:
    found = inspected(request, pk)
    of = _line(found, line)
    form = forms.Amend(request.POST or None, line=of)
    if form.is_valid() and form.tried(
        lambda: actions.amend_answer(
            inspection=found, line=line, points=form.points, note=form.cleaned_data["note"],
            reason=form.cleaned_data["reason"], by=request.scope.person, at=timezone.now(),
        )
    ):  # fmt: skip
        messages.success(request, _("The amendment stands beside the first answer."))
        return redirect("quality:inspection", pk=pk)
    return render(request, "quality/inspections/amend.html", {"inspection": found, "line": of, "form": form})


def _line(found: Inspection, pk: int) -> Line:
    line = next((one for one in result_of(found).lines if one.pk == pk), None)
    if line is None or not found.is_signed:
        raise Http404
    return line
