"""In a process of its own: what operating.py asks of a home. `prepare`, `simulate` or `watch`; in JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from biaogan.config.bootstrap import prepare as prepare_home

DRAWS = 2000


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def prepare() -> dict[str, Any]:
    """Months with whole data, stores, and a decision that has been tested."""
    from django.utils import timezone

    from biaogan.engine.methods.three_year.levers import Levers
    from biaogan.org.models import Region, Store
    from biaogan.targets.decisions import actions
    from biaogan.targets.models import Decision
    from biaogan.targets.numbers import months_with_data

    stores = list(Store.objects.active().order_by("code").values_list("code", flat=True))
    region, now = Region.objects.filter(stores__is_active=True).first(), timezone.now()
    made = Decision.objects.first()
    if made is None:
        made = actions.write_decision(
            title="全年九折", what="全年对所有客户打九折", proposer="陈投资", place=region,
            levers=Levers(discount_depth=0.1), by=_person(), at=now,
        )  # fmt: skip
        actions.run_test(decision=made, by=_person(), at=now)
    return {
        "months": months_with_data(stores), "stores": stores, "decision": made.pk,
        "place": f"region:{region.pk}",
    }  # fmt: skip


def _person() -> Any:
    from biaogan.org.models import Person

    found = Person.objects.filter(username="bench").first()
    return found or Person.objects.create_superuser("bench", "quiet-harbour-42", display_name="Bench")


def simulate() -> dict[str, Any]:
    """On the region's own base: one scenario after another, then the search, then one that is stopped."""
    from django.utils import timezone

    from biaogan.engine.methods.three_year.alternatives import combinations, search
    from biaogan.engine.methods.three_year.assumptions import Preset, assumptions_of
    from biaogan.engine.methods.three_year.forecast import SEED, run
    from biaogan.engine.methods.three_year.levers import Levers
    from biaogan.engine.methods.three_year.simulation import status_quo
    from biaogan.org.models import Region
    from biaogan.targets.decisions.base import base_of

    place = Region.objects.filter(stores__is_active=True).first()
    own = base_of(place, today=timezone.localdate()).calibrated
    assumed = assumptions_of(Preset.LITERATURE).measured(**own.ranges)
    base = seconds(lambda: status_quo(own.region, assumed, DRAWS, SEED))
    proposal = Levers(discount_depth=0.15, discount_for=4)
    scenarios = [replace(proposal, discount_depth=depth / 100) for depth in range(5, 30, 5)]
    taken = [seconds(lambda one=one: run(one, own.region, assumed, draws=DRAWS)) for one in scenarios]
    steps: list[int] = []

    def whole() -> None:
        search(proposal, own.region, assumed, seed=SEED, progress=lambda done, _total: steps.append(done))

    searched = seconds(whole)
    return {
        "base": base, "slowest": max(taken), "scenarios": len(taken), "search": searched,
        "combinations": len(list(combinations(proposal))), "told": len(steps),
        "stopped": _stopped(proposal, own.region, assumed),
    }  # fmt: skip


def _stopped(proposal: Any, region: Any, assumed: Any) -> float:
    """Seconds from the word to stop to the end of the search."""
    from biaogan.engine.methods.three_year.alternatives import search
    from biaogan.engine.methods.three_year.forecast import SEED

    asked: list[float] = []

    def cancelled() -> bool:
        asked.append(time.perf_counter())
        return len(asked) > 20

    search(proposal, region, assumed, seed=SEED, cancelled=cancelled)
    return time.perf_counter() - asked[-1]


def watch() -> dict[str, Any]:
    from django.utils import timezone

    from biaogan.engine.metrics.catalogue import CATALOGUE
    from biaogan.workbench.watch import watch as look

    begun = time.perf_counter()
    found = look(at=timezone.now())
    taken = time.perf_counter() - begun
    return {"seconds": taken, "stores": found.stores, "metrics": len(CATALOGUE), "found": found.found}


if __name__ == "__main__":
    prepare_home()
    works = {"prepare": prepare, "simulate": simulate, "watch": watch}
    sys.stdout.write(json.dumps(works[sys.argv[1]]()))
