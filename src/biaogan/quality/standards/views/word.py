"""Reading an instruction from Word: give the file, look at what was read, keep it as a draft."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from biaogan.org.access import Request, needs
from biaogan.org.policies import NotAllowed
from biaogan.quality.models import Sop
from biaogan.quality.standards import actions
from biaogan.quality.standards.forms import MARKS, KeepForm, StepsForm, WordForm
from biaogan.quality.standards.steps import StepText, steps_of, with_known_codes
from biaogan.quality.standards.views.reading import EDIT, SEE, first_link, of_code
from biaogan.quality.standards.word.opening import CannotRead
from biaogan.quality.standards.word.reading import WordFile, read_word
from biaogan.quality.states.standards import VersionState
from biaogan.ui.links import Link

USUAL_REVIEW = 180


@require_http_methods(["GET", "POST"])
@needs(SEE, EDIT)
def give(request: Request) -> HttpResponse:
    """Nothing is kept here: the next page shows what was read."""
    form = WordForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = _read(form.cleaned_data["given"])
        except CannotRead as refusal:
            form.add_error("given", str(refusal))
        else:
            keep = KeepForm(initial={"becomes": form.cleaned_data["becomes"], "title": found.title[:120]})
            return _read_page(request, keep, StepsForm(initial=found.steps), found)
    return render(request, "quality/standards/word.html", {"form": form, "trail": _trail()})


def _read(given: UploadedFile) -> WordFile:
    with tempfile.TemporaryDirectory(dir=settings.BIAOGAN_CACHE, prefix="word-") as folder:
        path = Path(folder) / "given.docx"
        with path.open("wb") as file:
            for block in given.chunks():
                file.write(block)
        return read_word(path, given.name or "")


@require_POST
@needs(SEE, EDIT)
def keep(request: Request) -> HttpResponse:
    """What was read, perhaps mended on the page, becomes a draft."""
    form, steps = KeepForm(request.POST), StepsForm(request.POST)
    if form.is_valid() and steps.is_valid():
        if request.POST.get("press"):  # a step was moved or removed: look again
            return _read_page(request, form, StepsForm(initial=steps.steps), None)
        try:
            sop = _keep(request, form, steps.steps)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kept as a draft. Nothing is in force before you say so."))
            return redirect("quality:edit_sop", code=sop.code)
    return _read_page(request, form, steps, None)


def _keep(request: Request, form: KeepForm, steps: list[StepText]) -> Sop:
    by, at = request.scope.person, timezone.now()
    kind, _colon, code = form.cleaned_data["becomes"].partition(":")
    title = form.cleaned_data["title"]
    if kind == "step":
        return actions.write_sop(
            step=code, title_zh=title, title_en="", review_every_days=USUAL_REVIEW, steps=steps, by=by, at=at
        )
    sop = of_code(code)
    if any(version.state == VersionState.DRAFT for version in sop.now):  # type: ignore[attr-defined]
        raise NotAllowed(_("There is a draft already. Put it in force or discard it first."))
    known = [step for version in sop.now for step in steps_of(version)]  # type: ignore[attr-defined]
    actions.save_draft(sop=sop, steps=with_known_codes(steps, known), by=by, at=at)
    return sop


def _read_page(request: Request, form: KeepForm, steps: StepsForm, found: WordFile | None) -> HttpResponse:
    shown = {"form": form, "steps": steps, "found": found, "marks": MARKS, "trail": _trail()}
    return render(request, "quality/standards/read.html", shown)


def _trail() -> list[Link]:
    return [first_link(), Link(_("Read from Word"))]
