"""The pages of the scorecard: the region, one store, and what the card is made of."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biaogan.engine.periods import month_of, shifted
from biaogan.org.access import Request, needs
from biaogan.org.models import Region
from biaogan.org.permissions import Permission
from biaogan.org.policies import NotAllowed
from biaogan.targets import words
from biaogan.targets.asked import Asked, NoSuchStore, asked
from biaogan.targets.scorecard import actions, composed, editing, sentences, tables
from biaogan.targets.scorecard.queries import PlaceCard, RegionCard, region_card, region_of
from biaogan.targets.views.page import export_url, told, workbook
from biaogan.targets.written import said
from biaogan.ui.links import Link

AHEAD = 12  # months a change may be dated ahead


@require_safe
@needs(Permission.SEE_FIGURES)
def region(request: Request) -> HttpResponse:
    about = _asked(request)
    found = region_card(about)
    if found is None:
        may_import = request.scope.allows(Permission.IMPORT_FILES)
        return render(request, "targets/no_data.html", {"may_import": may_import})
    page = {
        "asked": about,
        "card": found.region.card,
        "stores": tables.stores(found, export_url=export_url(request, "export_scorecard")),
        "stands_out": [(one.store, said_of) for one in found.stores if (said_of := _grave(one))],
        "says": sentences.sentences(found.region),
        "origin": sentences.origin(found.composed),
        "may_edit": _may_edit(request, about),
        **told(about),
    }
    return render(request, "targets/scorecard/region.html", page)


def _grave(one: PlaceCard) -> list[str]:
    """What a reader of the region's page must know of a store; the rest stands on its own page."""
    return [*sentences.red_lines(one), *sentences.imbalance(one.card)]


def _asked(request: Request, code: str | None = None) -> Asked:
    try:
        return asked(
            scope=request.scope, today=timezone.localdate(), month=request.GET.get("month"), store=code
        )
    except NoSuchStore:
        raise Http404(code) from None


def _may_edit(request: Request, about: Asked) -> Region | None:
    """The region whose card the person may change: the one they see, where it is one."""
    own = region_of(about.stores)
    allowed = own is not None and own.pk in request.scope.region_ids
    return own if allowed and request.scope.allows(Permission.EDIT_SCORECARD) else None


@require_POST
@needs(Permission.SEE_FIGURES, Permission.EXPORT_FIGURES)
def export_region(request: Request) -> HttpResponse:
    about = _asked(request)
    found = region_card(about)
    if found is None:
        raise Http404
    own = [tables.place(found.region, name, month=about.month, may_see_rows=False) for name in _names(found)]
    table = tables.stores(found, export_url="")
    return workbook(request, about, [table, *own], title=_("Scorecard"), definitions=_definitions(found))


def _names(found: RegionCard) -> list[str]:
    """Perspectives with a figure on the card, weighed or guarded by a red line."""
    return [part.perspective for part in found.region.card.parts]


def _definitions(found: RegionCard) -> list[tuple[str, object]]:
    formulas = [(said(one.metric.name), said(one.metric.formula)) for one in found.composed.entries]
    return [(_("Weights"), sentences.origin(found.composed)), *formulas]


@require_safe
@needs(Permission.SEE_FIGURES)
def store(request: Request, code: str) -> HttpResponse:
    about, found, own = _of_store(request, code)
    may_see_rows = request.scope.allows(Permission.SEE_ORDERS)
    month = f"?month={about.month}"
    page = {
        "asked": about,
        "card": own.card,
        "total": sentences.score(own.card.total),
        "status": sentences.STATUS[own.card.standing].value if own.card.standing else "none",
        "says": sentences.sentences(own),
        "groups": [
            tables.place(own, name, month=about.month, may_see_rows=may_see_rows) for name in _names(found)
        ],
        "origin": sentences.origin(found.composed),
        "trail": [
            Link(_("Scorecard"), reverse("targets:scorecard") + month),
            Link(sentences.place_name(own)),
        ],
        "others": [
            Link(
                one.name,
                reverse("targets:store_scorecard", args=[one.code]) + month,
                current=one == about.store,
            )
            for one in about.stores
        ],
        "export_url": export_url(request, "export_store_scorecard", code),
        **told(about),
    }
    return render(request, "targets/scorecard/store.html", page)


def _of_store(request: Request, code: str) -> tuple[Asked, RegionCard, PlaceCard]:
    about = _asked(request, code)
    found = region_card(about)
    if found is None or about.store is None:
        raise Http404(code)
    return about, found, found.at(about.store)


@require_POST
@needs(Permission.SEE_FIGURES, Permission.EXPORT_FIGURES)
def export_store(request: Request, code: str) -> HttpResponse:
    about, found, own = _of_store(request, code)
    shown = [tables.place(own, name, month=about.month, may_see_rows=False) for name in _names(found)]
    title = f"{_('Scorecard')} {sentences.place_name(own)}"
    return workbook(request, about, shown, title=title, definitions=_definitions(found))


@require_safe
@needs(Permission.SEE_FIGURES)
def weights(request: Request) -> HttpResponse:
    return _weights(request, _asked(request))


@require_POST
@needs(Permission.SEE_FIGURES, Permission.EDIT_SCORECARD)
def save_weights(request: Request) -> HttpResponse:
    about = _asked(request)
    own = _may_edit(request, about)
    if own is None:
        raise Http404
    sent = editing.read(request.POST.dict(), words.page_language())
    try:
        _set(request, own, sent)
    except NotAllowed as refusal:
        return _weights(request, about, sent=sent, refusal=str(refusal))
    messages.success(request, _("The scorecard has been set."))
    return redirect("targets:scorecard_weights")


def _set(request: Request, own: Region, sent: editing.Sent) -> None:
    month, note = (request.POST.get(name, "") for name in ("month", "note"))
    if sent.wrong:
        raise NotAllowed(_("Please check what is marked. Nothing was saved."))
    if month not in _months():
        raise NotAllowed(_("Please choose the month the change counts from."))
    actions.set_scorecard(
        region=own, month=month, entries=sent.entries, note=note, at=timezone.now(), by=request.scope.person
    )


def _months() -> list[str]:
    """A change counts from last month on, or from a month ahead: what is long over keeps its card."""
    last = shifted(month_of(timezone.localdate()), -1)
    return [shifted(last, ahead) for ahead in range(AHEAD)]


def _weights(
    request: Request, about: Asked, *, sent: editing.Sent | None = None, refusal: str = ""
) -> HttpResponse:
    own, editable = region_of(about.stores), _may_edit(request, about)
    month = month_of(timezone.localdate())
    standing = composed.composed_for(own, month)
    page = {
        "groups": editing.groups(standing, words.page_language(), sent),
        "months": _months(),
        "month": sent.texts.get("month", month) if sent else month,
        "note": sent.texts.get("note", "") if sent else "",
        "refusal": refusal,
        "may_edit": editable,
        "origin": sentences.origin(standing),
        "history": tables.history(composed.versions(own), composed.SHIPPED) if own else None,
        "trail": [Link(_("Scorecard"), reverse("targets:scorecard")), Link(_("Weights"))],
    }
    return render(request, "targets/scorecard/weights.html", page)
