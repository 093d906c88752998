"""Pages of check items: the list, one with its versions, adding, changing, retiring."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.org.policies import NotAllowed
from biaogan.quality.handing_out import handed_out
from biaogan.quality.models import CheckItem, CheckItemVersion, Photo, Sop
from biaogan.quality.photos.actions import keep_photo
from biaogan.quality.photos.views import TYPES
from biaogan.quality.standards import queries as sops
from biaogan.quality.standards.forms import ReasonForm
from biaogan.quality.standards.items import actions, tables
from biaogan.quality.standards.items.actions import Wording
from biaogan.quality.standards.items.forms import ItemFilter, ItemForm, initial_of
from biaogan.quality.standards.items.queries import (
    Filters,
    current,
    items_like,
    language_now,
    metric_name,
    with_current,
    worded,
)
from biaogan.quality.standards.steps import StepText, steps_of
from biaogan.quality.standards.views.reading import EDIT, SEE, of_code, tabs, trail
from biaogan.quality.states.standards import VersionState
from biaogan.ui.formats import iso_day
from biaogan.ui.links import Link


@require_safe
@needs(SEE)
def items(request: Request) -> HttpResponse:
    form, found = _asked(request)
    exporting = request.scope.allows(Permission.EXPORT_FIGURES)
    url = reverse("quality:export_items") + f"?{request.GET.urlencode()}" if exporting else ""
    shown = {"form": form, "table": tables.items(found, export_url=url), "tabs": tabs("items")}
    return render(request, "quality/standards/items.html", shown)


@require_POST
@needs(SEE, Permission.EXPORT_FIGURES)
def export_items(request: Request) -> HttpResponse:
    """The list as seen, and a sheet with the words of every score."""
    _form, found = _asked(request)
    return handed_out(request, [tables.items(found), tables.descriptions(found)], title=_("Check items"))


def _asked(request: Request) -> tuple[ItemFilter, list[CheckItem]]:
    form = ItemFilter(request.GET or None)
    return form, items_like(Filters(**form.cleaned_data) if form.is_valid() else Filters())


@require_safe
@needs(SEE)
def item(request: Request, code: str) -> HttpResponse:
    return _item_page(request, of_item(code), ReasonForm())


def _item_page(request: Request, found: CheckItem, form: ReasonForm) -> HttpResponse:
    version = current(found)
    place = next((step for step in _steps(found.sop) if step.code == found.sop_step), None)
    metric = found.metric and (metric_name(found.metric), reverse("targets:metric", args=[found.metric]))
    shown = {
        "item": found,
        "version": version,
        "scores": worded(version),
        "facts": [
            (_("Level"), found.get_level_display()),
            (_("Service step"), found.get_step_display()),
            (_("Step of the instruction"), place.title(language_now()) if place else None),
            (_("Passes from"), _("%(points)d points") % {"points": version.pass_points}),
            (_("A photo when it fails"), _("yes") if version.photo_on_fail else _("no")),
            (_("In force from"), iso_day(version.in_force_from)),
        ],
        "metric": metric if request.scope.allows(Permission.SEE_FIGURES) else None,
        "versions": tables.versions(list(found.versions.select_related("author"))),
        "form": form,
        "may_edit": request.scope.allows(EDIT),
        "trail": [*trail(found.sop), Link(_("Check item"))],
    }
    return render(request, "quality/standards/item.html", shown)


@require_http_methods(["GET", "POST"])
@needs(SEE, EDIT)
def add(request: Request, code: str) -> HttpResponse:
    sop = of_code(code)
    start = {"sop_step": request.GET.get("step", ""), "photo_on_fail": True, "level": 2}
    form = _form(request, sop, start, is_new=True)
    if request.method == "POST" and form.is_valid() and form.tried(lambda: _added(request, sop, form)):
        messages.success(request, _("The check item is added."))
        return redirect("quality:sop", code=code)
    shown = {"form": form, "sop": sop, "trail": [*trail(sop), Link(_("New check item"))]}
    return render(request, "quality/standards/edit_item.html", shown)


@require_http_methods(["GET", "POST"])
@needs(SEE, EDIT)
def edit(request: Request, code: str) -> HttpResponse:
    """Another wording or scoring is a new version."""
    found = of_item(code)
    version = current(found)
    form = _form(request, found.sop, initial_of(found, version), is_new=False)
    if request.method == "POST" and form.is_valid() and form.tried(lambda: _changed(request, found, form)):
        messages.success(request, _("The check item has a new version."))
        return redirect("quality:item", code=code)
    here = [
        *trail(found.sop),
        Link(version.text, reverse("quality:item", args=[code])),
        Link(_("Change the check item")),
    ]
    shown = {"form": form, "item": found, "seen": request.POST.get("seen") or version.number, "trail": here}
    return render(request, "quality/standards/edit_item.html", shown)


@require_POST
@needs(SEE, EDIT)
def retire(request: Request, code: str) -> HttpResponse:
    found, form, person = of_item(code), ReasonForm(request.POST), request.scope.person
    if form.is_valid() and form.tried(
        lambda: actions.retire_item(item=found, **form.cleaned_data, by=person, at=timezone.now())
    ):
        messages.success(request, _("The check item is retired; what was answered stays."))
        return redirect("quality:item", code=code)
    return _item_page(request, found, form)


@require_POST
@needs(SEE, EDIT)
def restore(request: Request, code: str) -> HttpResponse:
    try:
        actions.restore_item(item=of_item(code), by=request.scope.person)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The check item is back in use."))
    return redirect("quality:item", code=code)


@require_safe
@needs(SEE)
def best_practice(request: Request, code: str) -> HttpResponse:
    """A best-practice photo is for everybody who may read standards, whatever store it was taken at."""
    photo = current(of_item(code)).best_practice
    if photo is None:
        raise Http404
    path = Path(settings.BIAOGAN_FILES) / photo.file
    answer = HttpResponse(path.read_bytes(), content_type=TYPES[path.suffix])
    answer["Content-Disposition"] = f'inline; filename="{code}{path.suffix}"'
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


def of_item(code: str) -> CheckItem:
    get_object_or_404(CheckItem, code=code)
    [found] = with_current(CheckItem.objects.filter(code=code))
    return found


def _steps(sop: Sop) -> list[StepText]:
    """Where an item may stand: the steps in force, and those of a draft."""
    found = sops.with_versions(Sop.objects.filter(pk=sop.pk)).get()
    states = (VersionState.IN_FORCE, VersionState.DRAFT)
    known = [step for state in states for step in steps_of(sops.version_now(found, state))]
    return list({step.code: step for step in reversed(known)}.values())[::-1]


def _form(request: Request, sop: Sop, start: dict[str, object], *, is_new: bool) -> ItemForm:
    return ItemForm(
        request.POST or None, request.FILES or None, initial=start, scope=request.scope, steps=_steps(sop),
        language=language_now(), is_new=is_new,
    )  # fmt: skip


def _added(request: Request, sop: Sop, form: ItemForm) -> CheckItem:
    data = form.cleaned_data
    return actions.add_item(
        sop=sop, sop_step=data["sop_step"], level=data["level"], metric=data["metric"],
        wording=_wording(request, form, None), by=request.scope.person, at=timezone.now(),
    )  # fmt: skip


def _changed(request: Request, found: CheckItem, form: ItemForm) -> CheckItem:
    data, seen = form.cleaned_data, request.POST.get("seen", "")
    return actions.change_item(
        item=found, sop_step=data["sop_step"], metric=data["metric"], because=data["because"],
        wording=_wording(request, form, current(found)), by=request.scope.person, at=timezone.now(),
        seen=int(seen) if seen.isdecimal() else 0,
    )  # fmt: skip


def _wording(request: Request, form: ItemForm, former: CheckItemVersion | None) -> Wording:
    """The photo of the former version stays where no other is given."""
    data = form.cleaned_data
    return Wording(
        data["text_zh"], data["text_en"], form.scores(), data["pass_points"], data["photo_on_fail"],
        _photo(request, form) or (former.best_practice if former else None),
    )  # fmt: skip


def _photo(request: Request, form: ItemForm) -> Photo | None:
    given = form.cleaned_data["best_practice"]
    if not given:
        return None
    store = form.stores[form.cleaned_data["taken_at"]]
    by, at = request.scope.person, timezone.now()
    return keep_photo(key=uuid4(), store=store, content=given.read(), by=by, at=at)
