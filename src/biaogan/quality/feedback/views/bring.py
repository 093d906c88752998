"""Bringing texts: typed in, pasted, or from a file; and what became of a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from biaogan.org.access import Request, needs
from biaogan.org.models import Store
from biaogan.org.permissions import Permission
from biaogan.org.policies import NotAllowed
from biaogan.quality.feedback import actions, forms, queries, tables
from biaogan.quality.feedback.bringing import Asked, NotTexts, Read, read_pasted, read_upload
from biaogan.quality.models import Feedback, FeedbackFile


@require_http_methods(["GET", "POST"])
@needs(Permission.READ_FEEDBACK)
def type_in(request: Request) -> HttpResponse:
    start = {"said_on": timezone.localdate()}
    form = forms.TypeIn(request.POST or None, initial=start, scope=request.scope)
    made: list[Feedback] = []
    if form.is_valid() and form.tried(
        lambda: made.append(actions.type_in(**form.cleaned_data, by=request.scope.person, at=timezone.now()))
    ):
        messages.success(request, _("The text is kept and sorted."))
        return redirect("quality:feedback_text", pk=made[0].pk)
    return render(request, "quality/feedback/type_in.html", {"form": form})


@require_http_methods(["GET", "POST"])
@needs(Permission.READ_FEEDBACK)
def bring(request: Request) -> HttpResponse:
    start = {"day": timezone.localdate()}
    form = forms.BringTexts(request.POST or None, request.FILES or None, initial=start, scope=request.scope)
    made: list[FeedbackFile] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and form.tried(lambda: made.append(_brought(request, form)))
    ):
        return redirect("quality:feedback_file", pk=made[0].pk)
    files = tables.files(queries.files(scope=request.scope)[: queries.FILES_SHOWN])
    return render(request, "quality/feedback/bring.html", {"form": form, "table": files})


def _brought(request: Request, form: forms.BringTexts) -> FeedbackFile:
    given = form.cleaned_data
    name = given["given"].name if given["given"] else _("Pasted lines")
    found = _read(request, given)
    return actions.bring_texts(
        name=name, said=found.said, refused=found.refused, ignored=found.ignored,
        by=request.scope.person, at=timezone.now(),
    )  # fmt: skip


def _read(request: Request, given: dict[str, Any]) -> Read:
    about = Asked(
        list(Store.objects.within(request.scope).active()), given["store"], given["day"], timezone.localdate()
    )
    try:
        if given["given"]:
            return read_upload(given["given"].read(), given["given"].name, about)
        return read_pasted(given["pasted"], about)
    except NotTexts as refusal:
        english = (get_language() or "").startswith("en")
        raise NotAllowed(refusal.said.en if english else refusal.said.zh) from None


@require_safe
@needs(Permission.READ_FEEDBACK)
def file(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.files(scope=request.scope), pk=pk)
    shown = {"file": found, "table": tables.refused(found)}
    return render(request, "quality/feedback/file.html", shown)
