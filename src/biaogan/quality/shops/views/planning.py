"""Planning: what shops can prove, the wave, shoppers by code name, scenarios."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biaogan.org.access import Request, needs
from biaogan.org.models import Store
from biaogan.org.permissions import Permission
from biaogan.org.policies import NotAllowed
from biaogan.quality.models import Shopper, ShopScenario, ShopWave
from biaogan.quality.shops import actions, forms, queries, tables
from biaogan.quality.shops.scenarios import bring_scenarios, write_scenario
from biaogan.ui.links import Link

PLAN = Permission.PLAN_SHOPS


def trail(*links: Link) -> list[Link]:
    return [Link(_("Mystery shopping"), reverse("quality:shops")), *links]


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_QUALITY, PLAN)
def plan(request: Request) -> HttpResponse:
    """Before money is spent the page says what so many shops can prove."""
    now = timezone.now()
    form = forms.PlanForm(request.POST or None, scope=request.scope, today=timezone.localdate(now))
    person, seed = request.scope.person, secrets.token_hex(16)
    if form.is_valid() and form.tried(
        lambda: actions.plan_wave(**form.cleaned_data, seed=seed, by=person, at=now)
    ):
        messages.success(request, _("The wave is planned. Stores see nothing of it before the release."))
        return redirect("quality:shops")
    chosen = form.chosen()
    stores = Store.objects.within(request.scope).active().count()
    shown = {
        "form": form,
        "chosen": chosen,
        "stores": stores,
        "pooled": stores * chosen,
        "proofs": tables.proofs(queries.proofs(chosen, stores * chosen), chosen),
        "needed": tables.needed(),
        "trail": trail(Link(_("Plan a wave"))),
    }
    return render(request, "quality/shops/plan.html", shown)


@require_safe
@needs(Permission.SEE_QUALITY, PLAN)
def wave(request: Request, pk: int) -> HttpResponse:
    found = _wave(request, pk)
    shops = queries.shops(scope=request.scope, wave=found)
    shown = {
        "wave": found,
        "shops": tables.shops(shops, plans=True),
        "may_release": timezone.localdate() >= found.release_on
        and any(one.state == "scored" for one in shops),
        "trail": trail(Link(str(found))),
    }
    return render(request, "quality/shops/wave.html", shown)


@require_POST
@needs(Permission.SEE_QUALITY, PLAN)
def release_wave(request: Request, pk: int) -> HttpResponse:
    found = _wave(request, pk)
    try:
        count = actions.release_wave(wave=found, by=request.scope.person, at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("%(count)d shops are released; their stores can see them.") % {"count": count}
        )
    return redirect("quality:shop_wave", pk=pk)


def _wave(request: Request, pk: int) -> ShopWave:
    return get_object_or_404(ShopWave.objects.within(request.scope).select_related("region"), pk=pk)


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_QUALITY, PLAN)
def shoppers(request: Request) -> HttpResponse:
    form = forms.ShopperForm(request.POST or None, scope=request.scope)
    person = request.scope.person
    if form.is_valid() and form.tried(lambda: actions.add_shopper(**form.cleaned_data, by=person)):
        messages.success(request, _("The shopper is added."))
        return redirect("quality:shop_shoppers")
    found = queries.shoppers(scope=request.scope)
    shown = {
        "form": form, "found": found, "shoppers": tables.shoppers(found),
        "trail": trail(Link(_("Shoppers"))),
    }  # fmt: skip
    return render(request, "quality/shops/shoppers.html", shown)


@require_POST
@needs(Permission.SEE_QUALITY, PLAN)
def rest_shopper(request: Request, pk: int) -> HttpResponse:
    """Rests, or comes back."""
    found = get_object_or_404(Shopper.objects.within(request.scope), pk=pk)
    actions.change_shopper(shopper=found, active=not found.is_active, by=request.scope.person)
    return redirect("quality:shop_shoppers")


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_QUALITY, PLAN)
def scenarios(request: Request) -> HttpResponse:
    form, person = forms.ScenarioForm(request.POST or None), request.scope.person
    if form.is_valid():
        given = {**form.cleaned_data, "items": list(form.cleaned_data["items"])}
        if form.tried(lambda: write_scenario(**given, by=person)):
            messages.success(request, _("The scenario is kept."))
            return redirect("quality:shop_scenarios")
    found = list(ShopScenario.objects.all())
    shown = {"form": form, "scenarios": tables.scenarios(found), "trail": trail(Link(_("Scenarios")))}
    return render(request, "quality/shops/scenarios.html", shown)


@require_POST
@needs(Permission.SEE_QUALITY, PLAN)
def bring(request: Request) -> HttpResponse:
    count = bring_scenarios(by=request.scope.person)
    messages.success(request, _("%(count)d scenarios have come in.") % {"count": count})
    return redirect("quality:shop_scenarios")
