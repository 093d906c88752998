"""The list of draws and checks, and one draw in its three steps with its proof."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biaogan.engine.periods import month_of
from biaogan.intake.exports import JSON, attachment, note_export
from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.org.setting import value_of
from biaogan.quality.handing_out import export_url, handed_out
from biaogan.quality.models import VideoDraw
from biaogan.quality.states.video import DrawState
from biaogan.quality.video import actions, forms, proof, queries, tables
from biaogan.quality.video.settings import KEEP
from biaogan.ui.links import Link

SEE, CHECK = Permission.SEE_QUALITY, Permission.CHECK_VIDEO
PAGE_ROWS = 50


def trail(*links: Link) -> list[Link]:
    return [Link(_("Video checks"), reverse("quality:video")), *links]


@require_safe
@needs(SEE)
def video(request: Request) -> HttpResponse:
    scope, month = request.scope, month_of(timezone.localdate())
    page = Paginator(queries.checks(scope=scope), PAGE_ROWS).get_page(request.GET.get("page"))
    shown = {
        "checks_video": scope.allows(CHECK),
        "quotas": tables.quotas(queries.quotas(scope=scope, month=month), month=month),
        "draws": tables.draws(queries.draws(scope=scope)),
        "checks": tables.checks(list(page.object_list), export_url=export_url(request, "video_export")),
        "page": page,
        "keeps": value_of(KEEP),
        "agreement": queries.agreement(scope=scope),
    }
    return render(request, "quality/video/video.html", shown)


@require_POST
@needs(SEE, Permission.EXPORT_FIGURES)
def export(request: Request) -> HttpResponse:
    scope, month = request.scope, month_of(timezone.localdate())
    sheets = [
        tables.checks(queries.checks(scope=scope)),
        tables.quotas(queries.quotas(scope=scope, month=month), month=month),
        tables.draws(queries.draws(scope=scope)),
    ]
    return handed_out(request, sheets, title=_("Video checks"))


@require_http_methods(["GET", "POST"])
@needs(SEE, CHECK)
def commit(request: Request) -> HttpResponse:
    now, person = timezone.now(), request.scope.person
    form = forms.CommitForm(request.POST or None, scope=request.scope, today=timezone.localdate(now))
    if form.is_valid() and form.tried(lambda: actions.commit_draw(**form.cleaned_data, by=person, at=now)):
        messages.success(request, _("The hash of your secret is kept. Now freeze the candidates."))
        return redirect("quality:video")
    return render(request, "quality/video/commit.html", {"form": form, "trail": trail(Link(_("New draw")))})


@require_safe
@needs(SEE)
def draw(request: Request, pk: int) -> HttpResponse:
    return _page(request, _draw(request, pk))


def _page(request: Request, found: VideoDraw, **filled: Any) -> HttpResponse:
    scope, checks_video = request.scope, request.scope.allows(CHECK)
    open_now = proof.is_open(found, scope, checks_video=checks_video)
    frames = list(found.frames.filter(store__code__in=scope.store_codes).select_related("store"))
    shown: dict[str, Any] = {
        "draw": found,
        "checks_video": checks_video,
        "frames": [(one.store.name, len(one.candidates), one.hash) for one in frames],
        "checks": tables.checks(queries.checks(scope=scope, draw=found)),
        "verdict": proof.verdict(found, scope) if open_now else None,
        "may_take_file": open_now and scope.allows(Permission.EXPORT_FIGURES),
        "trail": trail(Link(str(found))),
    }
    if checks_video:
        shown |= _steps(found)
    return render(request, "quality/video/draw.html", shown | filled)


def _steps(found: VideoDraw) -> dict[str, Any]:
    """The form of the step that is next."""
    if found.state == DrawState.COMMITTED:
        form = forms.FreezeForm(draw=found, today=timezone.localdate())
        return {"freeze_form": form, "abandon_form": forms.ReasonForm()}
    if found.state == DrawState.FROZEN:
        return {"reveal_form": forms.RevealForm(), "abandon_form": forms.ReasonForm()}
    return {}


@require_POST
@needs(SEE, CHECK)
def freeze(request: Request, pk: int) -> HttpResponse:
    found, now, person = _draw(request, pk), timezone.now(), request.scope.person
    form = forms.FreezeForm(request.POST, request.FILES, draw=found, today=timezone.localdate(now))
    if form.is_valid() and form.tried(
        lambda: actions.freeze_draw(draw=found, clips=form.clips, by=person, at=now)
    ):
        messages.success(request, _("The candidates are frozen. Draw once the public number is out."))
        return redirect("quality:video_draw", pk=pk)
    return _page(request, found, freeze_form=form)


@require_POST
@needs(SEE, CHECK)
def reveal(request: Request, pk: int) -> HttpResponse:
    found, person = _draw(request, pk), request.scope.person
    form = forms.RevealForm(request.POST)
    if form.is_valid() and form.tried(
        lambda: actions.reveal_draw(draw=found, **form.cleaned_data, by=person, at=timezone.now())
    ):
        messages.success(request, _("The checks are drawn. Anybody can verify it with the file below."))
        return redirect("quality:video_draw", pk=pk)
    return _page(request, found, reveal_form=form)


@require_POST
@needs(SEE, CHECK)
def abandon(request: Request, pk: int) -> HttpResponse:
    found, form = _draw(request, pk), forms.ReasonForm(request.POST)
    person = request.scope.person
    if form.is_valid() and form.tried(
        lambda: actions.abandon_draw(draw=found, because=form.cleaned_data["reason"], by=person)
    ):
        messages.success(request, _("The draw is abandoned; it stays in the list with its reason."))
        return redirect("quality:video_draw", pk=pk)
    return _page(request, found, abandon_form=form)


@require_POST
@needs(SEE, Permission.EXPORT_FIGURES)
def file(request: Request, pk: int) -> HttpResponse:
    """Everything it takes to verify the draw, as JSON; of a store only its own candidates."""
    found, scope = _draw(request, pk), request.scope
    if not proof.is_open(found, scope, checks_video=scope.allows(CHECK)):
        messages.error(request, _("This draw can be verified once the drawn clips are checked."))
        return redirect("quality:video_draw", pk=pk)
    document = proof.document(found, scope)
    note_export(what=str(found), filters=[], rows=len(document["drawn"]), by=scope.person)
    content = json.dumps(document, ensure_ascii=False, indent=1).encode()
    return attachment(content, f"biaogan-draw-{found.month}-{found.pk}.json", JSON)


def _draw(request: Request, pk: int) -> VideoDraw:
    return get_object_or_404(VideoDraw.objects.within(request.scope).select_related("region"), pk=pk)
