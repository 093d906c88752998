"""How far month-end landings were off on the demonstration history, by the day they were given on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import fmean

from processes import BIAOGAN, Table, at_home, script, told

SHOWN = (5, 10, 15, 20, 25)


def grown(folder: Path) -> Path:
    """The home of the demonstration region, grown when it is first asked for."""
    home = folder / "demonstration"
    if not home.exists():
        subprocess.run([*BIAOGAN, "demo"], check=True, capture_output=True, env=at_home(home))
    return home


def landing(table: Table, folder: Path) -> None:
    """Of the region and, as a mean, of its stores; the range is meant to hold about nine times in ten."""
    home = grown(folder)
    for place in told(script("landing.py"), home):
        errors = ", ".join(f"day {day} {error:.1%}" for day, error in place["errors"].items())
        table.add(
            f"Month-end landing of {place['metric']}, {place['of']}, {place['months']} months",
            f"mean error {errors}; the range held {place['held']:.0%}", "nine in ten",
        )  # fmt: skip


def errors() -> list[dict[str, object]]:
    """Of every metric, the region and its stores; for a process with a home of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biaogan.config.settings")
    import django

    django.setup()
    from django.utils import timezone

    from biaogan.engine.periods import month_of
    from biaogan.org.models import Store
    from biaogan.targets.asked import Asked
    from biaogan.targets.landing.history import METRICS
    from biaogan.targets.landing.queries import tested

    today = timezone.localdate()
    about = Asked(list(Store.objects.active().order_by("code")), None, (), month_of(today), today)
    found = []
    for slug in METRICS:
        places = [one for one in tested(slug, about) if one.errors]
        region = [one for one in places if one.store is None]
        stores = [one for one in places if one.store]
        for name, group in (("the region", region), (f"mean of {len(stores)} stores", stores)):
            days = [day for day in SHOWN if all(day in one.errors for one in group)]
            found.append(
                {
                    "metric": slug, "of": name, "months": min(one.months for one in group),
                    "errors": {day: fmean(one.errors[day].error for one in group) for day in days},
                    "held": fmean(one.errors[day].held for one in group for day in days),
                }
            )  # fmt: skip
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(errors()))
