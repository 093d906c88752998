"""The pages of targets: the grid, what fills it, its history, its file."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.intake.exports import XLSX, attachment, note_export
from biaogan.intake.state import current_version
from biaogan.org.access import Request, needs
from biaogan.org.models import Region, Store
from biaogan.org.permissions import Permission
from biaogan.targets import words
from biaogan.targets.exports import table_workbook
from biaogan.targets.goals import filling, grid, pasting, planning, stored, tables
from biaogan.targets.goals.filling import Filling, Unsaved
from biaogan.targets.goals.forms import SplitRegion, SpreadYear
from biaogan.targets.goals.goal import region_place, settable
from biaogan.targets.goals.grid import Grid, NoSuchGrid
from biaogan.targets.goals.policies import CannotSet
from biaogan.targets.goals.values import editable
from biaogan.targets.models import GoalSource
from biaogan.targets.views.page import export_url
from biaogan.targets.written import column_unit, said
from biaogan.ui.links import Link

PAGE_LENGTH = 50  # rows; a hundred stores would be more fields than a form may have


@require_safe
@needs(Permission.SEE_FIGURES)
def goals(request: Request) -> HttpResponse:
    return _page(request, _grid(request), Filling())


@require_POST
@needs(Permission.SEE_FIGURES, Permission.EDIT_TARGETS)
def save(request: Request) -> HttpResponse:
    found, sent = _grid(request), filling.sent(request.POST.dict())
    before, language = filling.seen(request.POST.dict()), words.page_language()
    try:
        changed = filling.save(
            found, sent, before, language=language, at=timezone.now(), by=request.scope.person
        )
    except Unsaved as fault:
        kept = Filling(sent.texts, fault.wrong, source=sent.source, note=sent.note)
        return _page(request, found, kept)
    told = ngettext("%(count)s target has been set.", "%(count)s targets have been set.", changed)
    messages.success(request, told % {"count": changed})
    return HttpResponseRedirect(f"{reverse('targets:goals')}?{request.GET.urlencode()}")


@require_POST
@needs(Permission.SEE_FIGURES, Permission.EDIT_TARGETS)
def paste(request: Request) -> HttpResponse:
    """Changes nothing: the block stands in the cells and waits to be saved."""
    found = _grid(request)
    return _page(request, found, pasting.pasted(request.POST.get("block", ""), found, words.page_language()))


@require_safe
@needs(Permission.SEE_FIGURES, Permission.EDIT_TARGETS)
def spread(request: Request) -> HttpResponse:
    """A year plan month by month, in the cells, before it is saved."""
    found, language = _grid(request), words.page_language()
    form = _spread_form(found, request.GET)
    proposed = Filling()
    if form.is_valid():
        try:
            plan = form.plan()
            values = planning.spread(plan, found, today=timezone.localdate())
        except CannotSet as refusal:
            form.add_error(None, str(refusal))
        else:
            spots = {spot.month: spot.name for spot in found.row_of(plan.place).spots}
            texts = {spots[month]: editable(value, plan.metric, language) for month, value in values.items()}
            proposed = Filling(
                texts, remarks=planning.reserves(plan, found), source=GoalSource.PLANNED, note=form.in_words()
            )
    return _page(request, found, proposed, spread=form)


@require_safe
@needs(Permission.SEE_FIGURES, Permission.EDIT_TARGETS)
def split(request: Request) -> HttpResponse:
    """The region's months split to its stores, in the cells, before they are saved."""
    found, language = _grid(request), words.page_language()
    form = SplitRegion(request.GET, grid=found)
    proposed = Filling()
    if form.is_valid():
        try:
            made = planning.split(
                found, form.cleaned_data["region"], form.key_chosen(), today=timezone.localdate()
            )
        except CannotSet as refusal:
            form.add_error(None, str(refusal))
        else:
            slug, metric = found.metric.slug, found.metric
            texts = {
                f"{slug}|{store}|{month}": editable(value, metric, language)
                for (store, month), value in made.values.items()
            }
            proposed = Filling(texts, remarks=made.remarks, source=GoalSource.SPLIT, note=form.in_words())
    return _page(request, found, proposed, split=form)


@require_safe
@needs(Permission.SEE_FIGURES)
def history(request: Request) -> HttpResponse:
    """All versions of one metric and place in a year."""
    found, place = _grid(request), _place(request)
    versions = stored.versions(
        [found.metric.slug],
        stores=[place.code] if isinstance(place, Store) else [],
        regions=[place.pk] if isinstance(place, Region) else [],
        months=found.months,
    )
    back = f"{reverse('targets:goals')}?metric={found.metric.slug}&year={found.year}"
    page = {
        "table": tables.history(found.metric, place.name, list(versions)),
        "grid": found,
        "trail": [Link(_("Targets"), back), Link(_("History"))],
    }
    return render(request, "targets/goals/history.html", page)


@require_POST
@needs(Permission.SEE_FIGURES, Permission.EXPORT_FIGURES)
def export(request: Request) -> HttpResponse:
    found = _grid(request)
    table, title = tables.listed(found), _("Targets")
    of = found.store.name if found.store else said(found.metric.name)
    filters = [(_("Year"), found.year), (_("Store") if found.store else _("Metric"), of)]
    note_export(what=title, filters=filters, rows=len(table.rows), by=request.scope.person)
    content = table_workbook(
        [table],
        title=title,
        filters=filters,
        definitions=words.definitions(row.metric for row in found.rows)
        if found.store
        else words.definition(found.metric),
        person=request.scope.person.display_name,
        at=timezone.localtime(),
        version=current_version(),
    )
    return attachment(content, f"{title}-{of}-{found.year}.xlsx", XLSX)


def _grid(request: Request) -> Grid:
    asked = request.GET
    try:
        return grid.grid(
            scope=request.scope,
            today=timezone.localdate(),
            slug=asked.get("metric"),
            store=asked.get("store"),
            year=asked.get("year"),
        )
    except NoSuchGrid:
        raise Http404 from None


def _place(request: Request) -> Store | Region:
    """The region or store a history is asked of."""
    wanted = request.GET.get("place", "")
    regions = {region_place(one.pk): one for one in Region.objects.within(request.scope)}
    place = regions.get(wanted) or Store.objects.within(request.scope).filter(code=wanted).first()
    if place is None:
        raise Http404(wanted)
    return place


def _spread_form(found: Grid, data: Any = None) -> SpreadYear:
    unit, language = column_unit(found.metric, words.page_language()), words.page_language()
    return SpreadYear(data, grid=found, unit=unit, language=language)


def _page(request: Request, found: Grid, filled: Filling, **forms: Any) -> HttpResponse:
    language = words.page_language()
    may_edit = request.scope.allows(Permission.EDIT_TARGETS)
    shown = Paginator(found.rows, PAGE_LENGTH).get_page(request.GET.get("page"))
    # A filling may speak of rows of any page, and a fault must be seen.
    rows = found.rows if filled.texts and len(found.rows) * 12 < 900 else shown.object_list
    page = {
        "grid": found,
        "unit": "" if found.store else column_unit(found.metric, language),
        "name": found.store.name if found.store else said(found.metric.name),
        "metrics": [(one.slug, said(one.name)) for one in settable().values()],
        "sides": _sides(found),
        "years": grid.years(timezone.localdate()),
        "month_names": tables.month_names(language),
        "lines": tables.lines(found, rows, filled, language),
        "feet": tables.feet(found),
        "page": shown,
        "filling": filled,
        "wrongs": list(tables.wrongs(found, filled)),
        "seen": json.dumps(filling.standing(found, language), ensure_ascii=False),
        "may_edit": may_edit,
        "query": _query(found),
        "export_url": export_url(request, "export_goals"),
        "definition": CATALOGUE[found.metric.slug],
    }
    if may_edit and not found.store:
        page["spread"] = forms.get("spread") or _spread_form(found)
        if found.regions:
            page["split"] = forms.get("split") or SplitRegion(None, grid=found)
        page["opened"] = next(iter(forms), "")
    return render(request, "targets/goals/goals.html", page)


def _sides(found: Grid) -> list[Link]:
    """The two ways to look at targets."""
    year = f"year={found.year}"
    links = [
        Link(_("One metric, all places"), f"?metric={found.metric.slug}&{year}", current=not found.store)
    ]
    if found.stores:
        code = (found.store or found.stores[0]).code
        links.append(Link(_("One store, all metrics"), f"?store={code}&{year}", current=bool(found.store)))
    return [Link(one.label, f"{reverse('targets:goals')}{one.url}", current=one.current) for one in links]


def _query(found: Grid) -> str:
    """What every form of the page says of the grid it stands on."""
    of = f"store={found.store.code}" if found.store else f"metric={found.metric.slug}"
    return f"{of}&year={found.year}"
