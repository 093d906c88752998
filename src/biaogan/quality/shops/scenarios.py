"""Scenarios: the set that comes with the product, and which check items a shopper can see in one."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from biaogan.org import audit
from biaogan.org.models import Person
from biaogan.org.policies import NotAllowed
from biaogan.quality.levels import Step
from biaogan.quality.models import CheckItem, CheckItemVersion, ShopScenario


def starting_set() -> list[dict[str, Any]]:
    text = files("biaogan.quality.shops").joinpath("scenarios.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)
    return found


@transaction.atomic
def bring_scenarios(*, by: Person | None) -> int:
    """Those of the starting set that are not there yet; a changed one stays. Returns how many came."""
    known = set(ShopScenario.objects.values_list("code", flat=True))
    new = [one for one in starting_set() if one["code"] not in known]
    items = {item.code: item for item in CheckItem.objects.all()}
    for one in new:
        made = ShopScenario.objects.create(**{name: value for name, value in one.items() if name != "items"})
        made.items.set([items[code] for code in one["items"] if code in items])
    if new:
        details = {"count": len(new)}
        audit.record("scenarios-brought", by=by, about="shop-scenario", key="starting-set", details=details)
    return len(new)


@transaction.atomic
def write_scenario(
    *, title: str, text: str, persona: str, steps: list[str], items: list[CheckItem], by: Person
) -> ShopScenario:
    """In the language it is written in."""
    if not steps and not items:
        raise NotAllowed(
            _("Choose at least one service step or check item: otherwise nothing could be scored.")
        )
    number = ShopScenario.objects.count() + 1
    made = ShopScenario.objects.create(
        code=f"own-{number}", title_zh=title.strip(), text_zh=text.strip(), persona_zh=persona.strip(),
        steps=steps,
    )  # fmt: skip
    made.items.set(items)
    audit.record(
        "scenario-written", by=by, about="shop-scenario", key=made.code, details={"title": made.title_zh}
    )
    return made


def versions_of(scenario: ShopScenario) -> list[CheckItemVersion]:
    """The current wordings of what can be scored: the named items, else those of the scenario's steps."""
    items = scenario.items.in_use()
    if not items.exists():
        items = CheckItem.objects.in_use().filter(step__in=scenario.steps)
    current = CheckItemVersion.objects.filter(item__in=items, is_current=True).select_related("item")
    return list(current.order_by("item__step", "item__level", "item__pk"))


def step_labels(scenario: ShopScenario) -> list[str]:
    return [str(Step(one).label) for one in scenario.steps if one in Step.values]
