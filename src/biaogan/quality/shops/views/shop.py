"""One mystery shop: its visit, its scores, its release, the appeal and the decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.org.policies import NotAllowed
from biaogan.quality.models import Shop, ShopAppeal
from biaogan.quality.shops import actions, appeals, forms, tables
from biaogan.quality.shops.scenarios import versions_of
from biaogan.quality.shops.views.planning import PLAN, trail
from biaogan.quality.states.shops import ShopState
from biaogan.ui.links import Link

SEE = Permission.SEE_QUALITY


@require_safe
@needs(SEE)
def shop(request: Request, pk: int) -> HttpResponse:
    return _page(request, _shop(request, pk))


def _page(request: Request, found: Shop, **filled: Any) -> HttpResponse:
    """Forms for whatever the state and the person allow; a filled one comes back with its errors."""
    plans, today = request.scope.allows(PLAN), timezone.localdate()
    answers = list(found.answers.select_related("version__item"))
    appeals_here = ShopAppeal.objects.filter(shop=found).select_related("photo", "by", "decided_by")
    in_time = found.appeal_until is not None and today <= found.appeal_until
    may_appeal = (
        found.state == ShopState.RELEASED
        and in_time
        and not plans
        and request.scope.allows(Permission.IMPROVE)
    )
    shown: dict[str, Any] = {
        "shop": found,
        "plans": plans,
        "answers": tables.answers(found, answers) if answers else None,
        "photos": found.photos.all(),
        "appeal": appeals_here.first(),
        "appeal_form": forms.AppealForm(shop=found) if may_appeal else None,
        "may_release": plans and found.state == ShopState.SCORED and today >= found.wave.release_on,
        "trail": trail(Link(found.store.name), Link(f"{found.wave.quarter}-{found.place}")),
    }
    if plans and found.state == ShopState.PLANNED:
        shown["cancel_form"] = forms.ReasonForm()
    if plans and found.state == ShopState.APPEALED:
        shown["decide_form"] = forms.DecideForm(answers=[one for one in answers if one.appealed])
    return render(request, "quality/shops/shop.html", shown | filled)


@require_http_methods(["GET", "POST"])
@needs(SEE, PLAN)
def visit(request: Request, pk: int) -> HttpResponse:
    found, person, now = _shop(request, pk), request.scope.person, timezone.now()
    form = forms.VisitForm(request.POST or None, request.FILES or None)
    if form.is_valid() and form.tried(
        lambda: actions.record_visit(shop=found, **form.given(found), by=person, at=now)
    ):
        messages.success(request, _("The visit is recorded. Now score it."))
        return redirect("quality:shop_score", pk=pk)
    return _form_page(request, "quality/shops/visit.html", found, form, _("Record the visit"))


@require_http_methods(["GET", "POST"])
@needs(SEE, PLAN)
def score(request: Request, pk: int) -> HttpResponse:
    found, person, now = _shop(request, pk), request.scope.person, timezone.now()
    before = forms.scored_before(list(found.answers.all()))
    form = forms.ShopScoresForm(request.POST or None, versions=versions_of(found.scenario), initial=before)
    if form.is_valid() and form.tried(
        lambda: actions.score_shop(shop=found, scores=form.given(), by=person, at=now)
    ):
        messages.success(request, _("The scores are kept. The store sees them after the release."))
        return redirect("quality:shop", pk=pk)
    return _form_page(request, "quality/shops/score.html", found, form, _("Score the shop"))


def _form_page(request: Request, template: str, found: Shop, form: Any, here: str) -> HttpResponse:
    shown = {"shop": found, "form": form, "trail": trail(Link(found.store.name), Link(here))}
    return render(request, template, shown)


@require_POST
@needs(SEE, PLAN)
def cancel(request: Request, pk: int) -> HttpResponse:
    found, form = _shop(request, pk), forms.ReasonForm(request.POST)
    person = request.scope.person
    if form.is_valid() and form.tried(
        lambda: actions.cancel_shop(shop=found, because=form.cleaned_data["reason"], by=person)
    ):
        messages.success(request, _("The shop is cancelled; the reason is kept."))
        return redirect("quality:shop", pk=pk)
    return _page(request, found, cancel_form=form)


@require_POST
@needs(SEE, PLAN)
def release(request: Request, pk: int) -> HttpResponse:
    found, person = _shop(request, pk), request.scope.person
    return _done(
        request,
        pk,
        lambda: actions.release_shop(shop=found, by=person, at=timezone.now()),
        _("The shop is released; the store can see it and appeal."),
    )


@require_POST
@needs(SEE, Permission.IMPROVE)
def appeal(request: Request, pk: int) -> HttpResponse:
    found, person, now = _shop(request, pk), request.scope.person, timezone.now()
    form = forms.AppealForm(request.POST, request.FILES, shop=found)
    if form.is_valid() and form.tried(
        lambda: appeals.appeal_shop(shop=found, **form.given(), by=person, at=now)
    ):
        messages.success(request, _("The appeal is with the region."))
        return redirect("quality:shop", pk=pk)
    return _page(request, found, appeal_form=form)


@require_POST
@needs(SEE, PLAN)
def decide(request: Request, pk: int) -> HttpResponse:
    found, person, now = _shop(request, pk), request.scope.person, timezone.now()
    contested = list(found.answers.filter(appealed=True).select_related("version"))
    form = forms.DecideForm(request.POST, answers=contested)
    if form.is_valid() and form.tried(
        lambda: appeals.decide_appeal(shop=found, **form.given(), by=person, at=now)
    ):
        messages.success(request, _("The appeal is decided. The former scores stay visible."))
        return redirect("quality:shop", pk=pk)
    return _page(request, found, decide_form=form)


def _shop(request: Request, pk: int) -> Shop:
    rows = Shop.objects.within(request.scope).select_related("store", "wave", "shopper", "scenario")
    return get_object_or_404(rows, pk=pk)


def _done(request: Request, pk: int, action: Callable[[], object], success: str) -> HttpResponse:
    try:
        action()
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, success)
    return redirect("quality:shop", pk=pk)
