"""Metrics and stores to ask for."""

from biaogan.targets.signals.actions import rebase_limits
from house_samples import anywhere
from house_samples.intake import NOW, NUMBERS, batch
from house_samples.org import of_store


def of_order(world, place):
    batch(world, place)
    return {"store": world.stores[place].code, "ro_no": f"R000{NUMBERS[place]}"}


def of_rebasing(world, place):
    def make():
        return rebase_limits(
            metric="comeback-rate", store=world.stores[place], month="2026-04", cause="车间搬迁",
            by=world.people["regional_manager"], at=NOW,
        )  # fmt: skip

    return {"pk": world.once(f"rebasing-{place}", make).pk}


SAMPLES = {
    "targets:signal": anywhere(slug="revenue"),
    "targets:export_signal": anywhere(slug="revenue"),
    "targets:rebase": anywhere(slug="revenue"),
    "targets:withdraw_rebasing": of_rebasing,
    "targets:metric": anywhere(slug="revenue"),
    "targets:comparison": anywhere(slug="revenue"),
    "targets:export_comparison": anywhere(slug="revenue"),
    "targets:why": anywhere(slug="revenue"),
    "targets:export_why": anywhere(slug="revenue"),
    "targets:rows": anywhere(slug="revenue"),
    "targets:export_metric": anywhere(slug="revenue"),
    "targets:export_rows": anywhere(slug="revenue"),
    "targets:store": of_store,
    "targets:export_store": of_store,
    "targets:order": of_order,
    "targets:store_scorecard": of_store,
    "targets:export_store_scorecard": of_store,
}
