"""Pages of texts: the list, one of them, those that wait for a person, and what is done with one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.quality.feedback import actions, forms, queries, tables
from biaogan.quality.feedback.themes import every_theme, themes
from biaogan.quality.handing_out import export_url, handed_out
from biaogan.quality.models import Feedback

PAGE_ROWS = 50
OFFERED = 3  # themes beside the guess, one tap away
IN_A_FILE = 20_000


@require_safe
@needs(Permission.READ_FEEDBACK)
def texts(request: Request) -> HttpResponse:
    form = forms.TextFilter(request.GET or None, scope=request.scope)
    rows = queries.texts(scope=request.scope, **_wanted(form))
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    table = tables.texts(page, every_theme(), export_url=export_url(request, "export_feedback_texts"))
    return render(request, "quality/feedback/texts.html", {"form": form, "page": page, "table": table})


@require_POST
@needs(Permission.READ_FEEDBACK, Permission.EXPORT_FIGURES)
def export_texts(request: Request) -> HttpResponse:
    form = forms.TextFilter(request.GET or None, scope=request.scope)
    wanted = _wanted(form)
    rows = queries.texts(scope=request.scope, **wanted)[:IN_A_FILE]
    filters = [(str(form.fields[name].label), value) for name, value in wanted.items() if value]
    return handed_out(
        request, [tables.texts(rows, every_theme(), whole=True)], title=_("Customers' texts"), filters=filters
    )


def _wanted(form: forms.TextFilter) -> dict[str, Any]:
    return form.cleaned_data if form.is_valid() else {}


@require_safe
@needs(Permission.READ_FEEDBACK)
def text(request: Request, pk: int) -> HttpResponse:
    return _shown(request, _text(request, pk))


def _shown(request: Request, found: Feedback, *, wrong: forms.Form | None = None) -> HttpResponse:
    known = every_theme()
    theme = known.get(found.theme)
    shown = {
        "text": found,
        "its_theme": theme,
        "theme_name": tables.theme_name(found.theme, known),
        "sop": queries.instruction_of(theme) if theme else None,
        "finding": queries.finding_of(found),
        "labels": tables.labels(queries.labels_of(found), known),
        "may_confirm": request.scope.allows(Permission.CONFIRM_THEMES),
        "may_see_row": request.scope.allows(Permission.SEE_IMPORTS) and found.batch,
        **_choices(found, wrong),
    }
    return render(request, "quality/feedback/text.html", shown)


def _choices(found: Feedback, wrong: forms.Form | None = None) -> dict[str, Any]:
    """The guess and the next likely themes as buttons of their own, all others behind one tap."""
    known = themes()
    first = queries.likely(found, known)[: OFFERED + 1]
    rest = [theme for code, theme in known.items() if code not in {one.code for one in first}]
    return {"likely": first, "others": rest, "form": wrong or forms.Confirm()}


@require_safe
@needs(Permission.CONFIRM_THEMES)
def queue(request: Request) -> HttpResponse:
    """One text at a time, made for a thumb; `after` is the one just answered or put off."""
    rows = queries.waiting(scope=request.scope)
    after = request.GET.get("after", "")
    found = (rows.exclude(pk=int(after)) if after.isdecimal() else rows).first()
    left = rows.count()
    shown = {"text": found, "left": left, **(_choices(found) if found else {})}
    return render(request, "quality/feedback/queue.html", shown)


@require_POST
@needs(Permission.CONFIRM_THEMES)
def confirm(request: Request, pk: int) -> HttpResponse:
    found, form = _text(request, pk), forms.Confirm(request.POST)
    if form.is_valid() and form.tried(
        lambda: actions.confirm_theme(
            feedback=found, **form.cleaned_data, by=request.scope.person, at=timezone.now()
        )
    ):
        if request.POST.get("from") == "queue":
            return redirect("quality:feedback_queue")
        messages.success(request, _("The theme is confirmed."))
        return redirect("quality:feedback_text", pk=pk)
    return _shown(request, found, wrong=form)


@require_POST
@needs(Permission.CONFIRM_THEMES)
def finding(request: Request, pk: int) -> HttpResponse:
    found, form = _text(request, pk), forms.Form(request.POST)
    if form.is_valid() and form.tried(
        lambda: actions.make_finding(feedback=found, by=request.scope.person, at=timezone.now())
    ):
        messages.success(request, _("The finding is recorded."))
    else:
        messages.error(request, form.complaint())
    return redirect(reverse("quality:feedback_text", args=[pk]))


def _text(request: Request, pk: int) -> Feedback:
    rows = Feedback.objects.within(request.scope).select_related("store", "file", "brought_by")
    return get_object_or_404(rows, pk=pk)
