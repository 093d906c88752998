"""Metrics and stores to ask for."""

from house_samples import anywhere
from house_samples.intake import NUMBERS, batch
from house_samples.org import of_store


def of_order(world, place):
    batch(world, place)
    return {"store": world.stores[place].code, "ro_no": f"R000{NUMBERS[place]}"}


SAMPLES = {
    "targets:metric": anywhere(slug="revenue"),
    "targets:rows": anywhere(slug="revenue"),
    "targets:export_metric": anywhere(slug="revenue"),
    "targets:export_rows": anywhere(slug="revenue"),
    "targets:store": of_store,
    "targets:export_store": of_store,
    "targets:order": of_order,
}
