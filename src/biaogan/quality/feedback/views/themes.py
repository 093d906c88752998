"""The table of themes: its words, levels and steps, and learning."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.quality.feedback import actions, forms, queries, tables
from biaogan.quality.feedback.themes import ThemeNow, every_theme, shipped


@require_safe
@needs(Permission.READ_FEEDBACK)
def themes(request: Request) -> HttpResponse:
    shown = {
        "table": tables.themes(list(every_theme().values())),
        "learning": queries.learning(),
        "may_edit": request.scope.allows(Permission.CONFIRM_THEMES),
    }
    return render(request, "quality/feedback/themes.html", shown)


@require_http_methods(["GET", "POST"])
@needs(Permission.CONFIRM_THEMES)
def edit(request: Request, code: str) -> HttpResponse:
    theme = every_theme().get(code)
    if theme is None:
        raise Http404
    form = forms.EditTheme(request.POST or None, initial=_start(theme))
    if form.is_valid() and form.tried(lambda: _save(request, code, form.cleaned_data)):
        messages.success(
            request, _("The theme is saved. Texts nobody confirmed are sorted by it from now on.")
        )
        return redirect("quality:feedback_themes")
    shown = {"form": form, "its_theme": theme, "restorable": theme.changed and code in shipped()}
    return render(request, "quality/feedback/edit_theme.html", shown)


@require_http_methods(["GET", "POST"])
@needs(Permission.CONFIRM_THEMES)
def new(request: Request) -> HttpResponse:
    form = forms.NewTheme(request.POST or None, initial={"counts": True})
    if form.is_valid():
        given = dict(form.cleaned_data)
        code = given.pop("code")
        if form.tried(lambda: _save(request, code, given)):
            messages.success(request, _("The theme is added."))
            return redirect("quality:feedback_themes")
    return render(request, "quality/feedback/edit_theme.html", {"form": form})


@require_POST
@needs(Permission.CONFIRM_THEMES)
def restore(request: Request, code: str) -> HttpResponse:
    if code not in every_theme():
        raise Http404
    form = forms.Form(request.POST)
    if form.is_valid() and form.tried(lambda: actions.restore_theme(code=code, by=request.scope.person)):
        messages.success(request, _("The theme is as shipped again."))
    else:
        messages.error(request, form.complaint())
    return redirect("quality:feedback_themes")


@require_POST
@needs(Permission.CONFIRM_THEMES)
def learn(request: Request) -> HttpResponse:
    actions.ask_to_learn(by=request.scope.person)
    messages.success(request, _("Learning has begun; the result stands on this page when it is done."))
    return redirect("quality:feedback_themes")


def _start(theme: ThemeNow) -> dict[str, Any]:
    return {
        "name_zh": theme.name_zh, "name_en": theme.name_en, "level": theme.level, "step": theme.step,
        "item": theme.item_id, "words": "\n".join(theme.words), "counts": theme.counts,
        "retired": theme.retired,
    }  # fmt: skip


def _save(request: Request, code: str, given: dict[str, Any]) -> None:
    kept = {name: value for name, value in given.items() if name != "retired"}
    kept["retired_on"] = timezone.localdate() if given["retired"] else None
    actions.save_theme(code=code, given=kept, by=request.scope.person, at=timezone.now())
