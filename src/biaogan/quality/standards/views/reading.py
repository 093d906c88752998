"""Pages on which instructions are read: the list, one, its versions; the notice that a review is due."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.quality.handing_out import handed_out
from biaogan.quality.models import CheckItem, Sop, SopVersion
from biaogan.quality.standards import actions, queries, tables
from biaogan.quality.standards.items.queries import current, worded
from biaogan.quality.standards.items.scores import Score
from biaogan.quality.standards.loading import load_starting_set
from biaogan.quality.states.standards import VersionState
from biaogan.ui.formats import iso_day
from biaogan.ui.links import Link

SEE, EDIT = Permission.SEE_STANDARDS, Permission.EDIT_STANDARDS


@require_safe
@needs(SEE)
def standards(request: Request) -> HttpResponse:
    found = queries.listed(today=timezone.localdate())
    exporting = request.scope.allows(Permission.EXPORT_FIGURES)
    shown = {
        "table": tables.instructions(
            found, export_url=reverse("quality:export_standards") if exporting else ""
        ),
        "due": sum(one.due for one in found),
        "tabs": tabs("standards"),
        "may_edit": request.scope.allows(EDIT),
    }
    return render(request, "quality/standards/standards.html", shown)


@require_POST
@needs(SEE, Permission.EXPORT_FIGURES)
def export_standards(request: Request) -> HttpResponse:
    found = queries.listed(today=timezone.localdate())
    return handed_out(request, [tables.instructions(found)], title=_("Instructions"))


@require_POST
@needs(SEE, EDIT)
def load(request: Request) -> HttpResponse:
    loaded = load_starting_set(by=request.scope.person, at=timezone.now())
    sentence = _("%(sops)d instructions and %(items)d check items are loaded.")
    messages.success(request, sentence % {"sops": loaded.sops, "items": loaded.items})
    return redirect("quality:standards")


@require_safe
@needs(SEE)
def sop(request: Request, code: str) -> HttpResponse:
    """An instruction as it is in force; before that, its draft."""
    found = of_code(code)
    draft = queries.version_now(found, VersionState.DRAFT)
    version = queries.version_now(found, VersionState.IN_FORCE) or draft
    steps, loose = queries.read(found, version)
    shown = {
        "sop": found,
        "version": version,
        "draft": draft,
        "steps": [(step, scored(step.items)) for step in steps],
        "loose": scored(loose),
        "facts": _facts(found, version),
        "due": found.review_due <= timezone.localdate(),
        "versions": tables.versions(found, list(found.versions.select_related("author"))),
        "may_edit": request.scope.allows(EDIT),
        "trail": trail(found, at_it=True),
    }
    return render(request, "quality/standards/sop.html", shown)


@require_safe
@needs(SEE)
def version(request: Request, code: str, number: int) -> HttpResponse:
    """What a version says differently from the one before it."""
    found = of_code(code)
    compared = queries.compared(found, number)
    if compared is None:
        raise Http404
    name = _("Version %(number)d") % {"number": number}
    shown = {
        "sop": found,
        "compared": compared,
        "name": name,
        "steps": compared.version.steps.all(),
        "trail": [*trail(found), Link(name)],
    }
    return render(request, "quality/standards/version.html", shown)


@require_POST
@needs(SEE, EDIT)
def review(request: Request, code: str) -> HttpResponse:
    """Read again, still right: nothing changes but the day of the next review."""
    done = actions.confirm_review(sop=of_code(code), by=request.scope.person, at=timezone.now())
    sentence = _("The review is recorded. The next one is due on %(day)s.")
    messages.success(request, sentence % {"day": done.review_due})
    return redirect("quality:sop", code=code)


def of_code(code: str) -> Sop:
    """Instructions belong to no store: whoever may see standards sees all of them."""
    return get_object_or_404(queries.with_versions(Sop.objects.all()), code=code)


def first_link() -> Link:
    return Link(_("Standards"), reverse("quality:standards"))


def trail(found: Sop, *, at_it: bool = False) -> list[Link]:
    url = "" if at_it else reverse("quality:sop", args=[found.code])
    return [first_link(), Link(found.title, url)]


def tabs(current: str) -> list[Link]:
    names = (("standards", _("Instructions")), ("items", _("Check items")))
    return [Link(label, reverse(f"quality:{name}"), current=name == current) for name, label in names]


def scored(items: Iterable[CheckItem]) -> list[tuple[CheckItem, list[tuple[Score, str]]]]:
    return [(item, worded(current(item))) for item in items]


def _facts(found: Sop, shown: SopVersion | None) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [(_("Service step"), found.get_step_display())]
    if shown is not None:
        facts += [
            (_("Version"), f"{shown.number} · {shown.get_state_display()}"),
            (_("In force from"), iso_day(shown.in_force_from)),
            (_("Author"), shown.author.display_name if shown.author else _("Biaogan")),
        ]
    facts.append((_("Last reviewed"), iso_day(found.reviewed_on)))
    facts.append((_("Review due"), iso_day(found.review_due)))
    return facts
