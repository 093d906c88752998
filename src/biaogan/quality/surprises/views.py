"""Pages of surprise moments: the list, writing one down, sharing, taking up, preferences, ideas."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biaogan.org.access import Request, needs
from biaogan.org.models import Store
from biaogan.org.permissions import Permission
from biaogan.quality.handing_out import handed_out
from biaogan.quality.models import Card, Moment, Preference
from biaogan.quality.photos.views import TYPES
from biaogan.quality.surprises import actions, forms, queries, tables
from biaogan.quality.surprises.consent import wording
from biaogan.ui.links import Link

PAGE_ROWS = 20
FOLDER = "quality/surprises"


@require_safe
@needs(Permission.SHARE_SURPRISES)
def surprises(request: Request) -> HttpResponse:
    form = forms.StoreFilter(request.GET or None, scope=request.scope)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = Paginator(queries.moments(scope=request.scope, **wanted), PAGE_ROWS).get_page(
        request.GET.get("page")
    )
    shown = {
        "form": form,
        "page": page,
        "table": tables.moments(page, export_url=_export_url(request)),
        "effects": tables.effects(queries.measured(scope=request.scope)),
        "tabs": _tabs("surprises"),
    }
    return render(request, f"{FOLDER}/list.html", shown)


@require_http_methods(["GET", "POST"])
@needs(Permission.SHARE_SURPRISES)
def new(request: Request) -> HttpResponse:
    start = _start(request) | {"happened_on": timezone.localdate(), "occasion": "", "cost_yuan": None}
    chosen = request.GET.get("idea", "")
    if chosen.isdecimal() and (idea := queries.ideas(scope=request.scope).filter(pk=int(chosen)).first()):
        start |= {"idea": idea, "occasion": idea.occasion, "cost_yuan": idea.cost_yuan}
    form = forms.RecordMoment(request.POST or None, request.FILES or None, initial=start, scope=request.scope)
    made: list[Moment] = []
    if form.is_valid() and form.tried(lambda: made.append(_recorded(request, form.cleaned_data))):
        messages.success(request, _("The moment is written down."))
        return redirect("quality:surprise", pk=made[0].pk)
    return render(request, f"{FOLDER}/new.html", {"form": form, "trail": _trail(_("Write down a moment"))})


def _recorded(request: Request, given: dict[str, Any]) -> Moment:
    given = dict(given)
    own, photo = given.pop("own_idea"), given.pop("photo")
    return actions.record_with_idea(
        **given,
        own_idea=own,
        photo=photo.read() if photo else None,
        by=request.scope.person,
        at=timezone.now(),
    )


@require_safe
@needs(Permission.SHARE_SURPRISES)
def surprise(request: Request, pk: int) -> HttpResponse:
    return _shown(request, _moment(request, pk), forms.ShareMoment())


@require_POST
@needs(Permission.SHARE_SURPRISES)
def share(request: Request, pk: int) -> HttpResponse:
    found, form = _moment(request, pk), forms.ShareMoment(request.POST)
    if form.is_valid() and form.tried(
        lambda: actions.share_moment(
            moment=found, how=form.cleaned_data["how"], by=request.scope.person, at=timezone.now()
        )
    ):
        messages.success(request, _("The card is shared with the other stores, without the customer."))
        return redirect("quality:surprise_cards")
    return _shown(request, found, form)


def _shown(request: Request, found: Moment, form: forms.ShareMoment) -> HttpResponse:
    shown = {
        "moment": found,
        "form": form,
        "mark": tables.REACTION_MARKS[found.reaction],
        "may_share": found.masked_at is None and not hasattr(found, "card"),
        "trail": _trail(found.idea.title),
    }
    return render(request, f"{FOLDER}/moment.html", shown)


@require_safe
@needs(Permission.SHARE_SURPRISES)
def photo(request: Request, pk: int) -> HttpResponse:
    """For whoever may see the moment; advisors see no other photos."""
    rows = Moment.objects.within(request.scope).filter(photo__isnull=False).select_related("photo")
    picture = get_object_or_404(rows, pk=pk).photo
    assert picture is not None
    path = Path(settings.BIAOGAN_FILES) / picture.file
    answer = HttpResponse(path.read_bytes(), content_type=TYPES[path.suffix])
    answer["Content-Disposition"] = f'inline; filename="{picture.pk}{path.suffix}"'
    answer["Cache-Control"] = "private, no-store"  # it goes when the customer withdraws
    return answer


@require_safe
@needs(Permission.SHARE_SURPRISES)
def ideas(request: Request) -> HttpResponse:
    form = forms.IdeaFilter(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    table = tables.ideas(queries.ideas(scope=request.scope, **wanted))
    return render(
        request, f"{FOLDER}/ideas.html", {"form": form, "table": table, "tabs": _tabs("surprise_ideas")}
    )


@require_safe
@needs(Permission.SHARE_SURPRISES)
def cards(request: Request) -> HttpResponse:
    shown = {"cards": queries.cards(scope=request.scope), "marks": tables.REACTION_MARKS}
    return render(request, f"{FOLDER}/cards.html", shown | {"tabs": _tabs("surprise_cards")})


@require_http_methods(["GET", "POST"])
@needs(Permission.SHARE_SURPRISES)
def take_up(request: Request, pk: int) -> HttpResponse:
    """A card of the own region; one store of the scope takes it up."""
    rows = Card.objects.around(request.scope).select_related("store", "idea")
    card = get_object_or_404(rows, pk=pk)
    form = forms.TakeUp(request.POST or None, scope=request.scope, card=card)
    if form.is_valid() and form.tried(
        lambda: actions.take_up(
            card=card, store=form.cleaned_data["store"], by=request.scope.person, at=timezone.now()
        )
    ):
        messages.success(request, _("Taken up. Write the first moment down when it happens."))
        return redirect("quality:surprise_cards")
    return render(
        request, f"{FOLDER}/take_up.html", {"card": card, "form": form, "trail": _trail(card.idea.title)}
    )


@require_safe
@needs(Permission.SHARE_SURPRISES)
def preferences(request: Request) -> HttpResponse:
    form = forms.StoreFilter(request.GET or None, scope=request.scope)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = Paginator(queries.preferences(scope=request.scope, **wanted), PAGE_ROWS).get_page(
        request.GET.get("page")
    )
    shown = {"form": form, "page": page, "tabs": _tabs("surprise_preferences")}
    return render(request, f"{FOLDER}/preferences.html", shown)


@require_http_methods(["GET", "POST"])
@needs(Permission.SHARE_SURPRISES)
def new_preference(request: Request) -> HttpResponse:
    start = _start(request) | {"agreed_at": timezone.localtime()}
    form = forms.KeepPreference(request.POST or None, initial=start, scope=request.scope)
    if form.is_valid() and form.tried(lambda: _kept(request, form.cleaned_data)):
        messages.success(request, _("The preference is kept, with the consent beside it."))
        return redirect("quality:surprise_preferences")
    shown = {"form": form, "wording": wording(), "trail": _trail(_("Keep a preference"))}
    return render(request, f"{FOLDER}/new_preference.html", shown)


def _kept(request: Request, given: dict[str, Any]) -> Preference:
    wanted = {name: value for name, value in given.items() if name != "agreed"}
    return actions.keep_preference(**wanted, by=request.scope.person, at=timezone.now())


@require_http_methods(["GET", "POST"])
@needs(Permission.SHARE_SURPRISES)
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Asked once more, since what goes does not come back."""
    rows = Preference.objects.within(request.scope).select_related("store")
    found = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        count = actions.withdraw_consent(preference=found, by=request.scope.person, at=timezone.now())
        said = ngettext(
            "The preference is deleted, and %(count)d moment is masked.",
            "The preference is deleted, and %(count)d moments are masked.",
            count,
        )
        messages.success(request, said % {"count": count})
        return redirect("quality:surprise_preferences")
    return render(
        request, f"{FOLDER}/withdraw.html", {"preference": found, "trail": _trail(_("Withdraw consent"))}
    )


@require_POST
@needs(Permission.SHARE_SURPRISES, Permission.EXPORT_FIGURES)
def export(request: Request) -> HttpResponse:
    form = forms.StoreFilter(request.GET or None, scope=request.scope)
    wanted = form.cleaned_data if form.is_valid() else {}
    table = tables.moments(queries.moments(scope=request.scope, **wanted))
    filters = [(str(form.fields[name].label), value) for name, value in wanted.items() if value]
    return handed_out(request, [table], title=table.caption, filters=filters)


def _start(request: Request) -> dict[str, Any]:
    return {"store": Store.objects.within(request.scope).active().first()}


def _moment(request: Request, pk: int) -> Moment:
    rows = queries.moments(scope=request.scope).select_related("photo", "preference")
    return get_object_or_404(rows, pk=pk)


def _tabs(current: str) -> list[Link]:
    pages = {
        "surprises": _("Moments"),
        "surprise_ideas": _("Ideas"),
        "surprise_cards": _("Shared by stores"),
        "surprise_preferences": _("Preferences"),
    }
    return [Link(name, reverse(f"quality:{page}"), current=page == current) for page, name in pages.items()]


def _trail(here: str) -> list[Link]:
    return [Link(_("Surprise moments"), reverse("quality:surprises")), Link(here)]


def _export_url(request: Request) -> str:
    if not request.scope.allows(Permission.EXPORT_FIGURES):
        return ""
    query = request.GET.urlencode()
    return reverse("quality:surprises_export") + (f"?{query}" if query else "")
