"""One video check: scoring it, replacing it, closing it, and its footage where footage is kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biaogan.intake.exports import attachment
from biaogan.org.access import Request, needs
from biaogan.org.policies import NotAllowed
from biaogan.org.setting import value_of
from biaogan.quality.models import Footage, VideoCheck
from biaogan.quality.states.video import CheckState
from biaogan.quality.video import actions, checks, footage, forms, tables
from biaogan.quality.video.settings import KEEP
from biaogan.quality.video.views.draws import CHECK, SEE, trail
from biaogan.ui.links import Link


@require_safe
@needs(SEE)
def check(request: Request, pk: int) -> HttpResponse:
    return _page(request, _check(request, pk))


def _page(request: Request, found: VideoCheck, **filled: Any) -> HttpResponse:
    """Until a clip is closed nobody sees a score but their own."""
    checks_video, person = request.scope.allows(CHECK), request.scope.person
    scorings = list(found.scorings.select_related("by").prefetch_related("answers__version__item"))
    closed = found.state == CheckState.CLOSED
    shown_scorings = scorings if closed else [one for one in scorings if one.by_id == person.pk]
    kept = Footage.objects.filter(check_of=found).select_related("kept_by").first() if checks_video else None
    has_scored = any(one.by_id == person.pk for one in scorings)
    shown: dict[str, Any] = {
        "check": found,
        "checks_video": checks_video,
        "scorings": shown_scorings,
        "scores": _scores(shown_scorings),
        "may_score": checks_video and not has_scored and found.state in (CheckState.DRAWN, CheckState.SCORED),
        "kept": kept,
        "looks": tables.looks(list(kept.looks.select_related("by"))) if kept else None,
        "look_form": forms.ReasonForm() if kept and not footage.is_over(kept, timezone.localdate()) else None,
        "trail": trail(
            Link(str(found.draw), reverse("quality:video_draw", args=[found.draw_id])), Link(found.candidate)
        ),
    }
    if checks_video:
        shown |= _forms(found, kept)
    return render(request, "quality/video/check.html", shown | filled)


def _scores(scorings: list[Any]) -> Any:
    if not scorings:
        return None
    return tables.scores(checks.compared(scorings), twice=len(scorings) == 2)


def _forms(found: VideoCheck, kept: Footage | None) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    if found.state == CheckState.DRAWN:
        shown["replace_form"] = forms.ReasonForm()
    if found.state == CheckState.SCORED:
        shown["close_form"] = forms.ReasonForm()
    if kept is None and value_of(KEEP) and found.state != CheckState.REPLACED:
        shown["footage_form"] = forms.FootageForm()
    return shown


@require_http_methods(["GET", "POST"])
@needs(SEE, CHECK)
def score(request: Request, pk: int) -> HttpResponse:
    """The second person is told where to look, and nothing of what the first one saw."""
    found, person, now = _check(request, pk), request.scope.person, timezone.now()
    first = found.scorings.first()
    start = {name: getattr(first, name) for name in ("camera", "starts", "ends")} if first else {}
    form = forms.CheckForm(request.POST or None, versions=checks.versions_of(found), initial=start)
    if form.is_valid() and form.tried(
        lambda: checks.score_check(check=found, **form.given(), by=person, at=now)
    ):
        messages.success(request, _("The scores are kept."))
        return redirect("quality:video_check", pk=pk)
    return render(
        request,
        "quality/video/score.html",
        {"check": found, "form": form, "trail": trail(Link(found.candidate))},
    )


@require_POST
@needs(SEE, CHECK)
def replace(request: Request, pk: int) -> HttpResponse:
    found, form = _check(request, pk), forms.ReasonForm(request.POST)
    person, made = request.scope.person, []
    if form.is_valid() and form.tried(
        lambda: made.append(
            actions.replace_check(check=found, because=form.cleaned_data["reason"], by=person)
        )
    ):
        instead = made[0].instead
        if instead is None:
            messages.warning(request, _("The clip is replaced by none: no other candidate is left here."))
            return redirect("quality:video_draw", pk=found.draw_id)
        messages.success(request, _("The next ticket takes its place."))
        return redirect("quality:video_check", pk=instead.pk)
    return _page(request, found, replace_form=form)


@require_POST
@needs(SEE, CHECK)
def close(request: Request, pk: int) -> HttpResponse:
    found, form = _check(request, pk), forms.ReasonForm(request.POST)
    person = request.scope.person
    if form.is_valid() and form.tried(
        lambda: checks.close_alone(
            check=found, because=form.cleaned_data["reason"], by=person, at=timezone.now()
        )
    ):
        messages.success(request, _("The clip is closed with one scoring; the reason is kept."))
        return redirect("quality:video_check", pk=pk)
    return _page(request, found, close_form=form)


@require_POST
@needs(SEE, CHECK)
def keep(request: Request, pk: int) -> HttpResponse:
    """Refused while the setting is off, whatever is sent."""
    found, form = _check(request, pk), forms.FootageForm(request.POST, request.FILES)
    if not value_of(KEEP):
        messages.error(request, _("Footage is not kept here: the setting is off."))
        return redirect("quality:video_check", pk=pk)
    if form.is_valid() and form.tried(lambda: _keep(request, found, form)):
        messages.success(request, _("The clip is kept until its day; each look asks for a reason."))
        return redirect("quality:video_check", pk=pk)
    return _page(request, found, footage_form=form)


def _keep(request: Request, found: VideoCheck, form: forms.FootageForm) -> Footage:
    given = form.cleaned_data
    return footage.keep_footage(
        check=found, content=given["clip"].read(), purpose=given["purpose"], consent=given["consent"],
        by=request.scope.person, at=timezone.now(),
    )  # fmt: skip


@require_POST
@needs(SEE, CHECK)
def look(request: Request, pk: int) -> HttpResponse:
    """Hands the clip out once, for the reason that was given."""
    found, form = _check(request, pk), forms.ReasonForm(request.POST)
    kept = get_object_or_404(Footage, check_of=found)
    if not form.is_valid():
        return _page(request, found, look_form=form)
    try:
        content = footage.look_at(
            footage=kept, because=form.cleaned_data["reason"], by=request.scope.person, at=timezone.now()
        )
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("quality:video_check", pk=pk)
    return attachment(content, f"{found.pk}.{kept.kind}", footage.TYPES[kept.kind])


def _check(request: Request, pk: int) -> VideoCheck:
    rows = VideoCheck.objects.within(request.scope).select_related("store", "draw__region")
    if not request.scope.allows(CHECK):
        rows = rows.filter(state=CheckState.CLOSED)
    return get_object_or_404(rows, pk=pk)
