"""The six places where causes are looked for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Category(models.TextChoices):
    PEOPLE = "people", pgettext_lazy("fishbone", "People")
    MACHINE = "machine", _("Equipment")
    MATERIAL = "material", _("Parts and material")
    METHOD = "method", _("Method")
    MEASUREMENT = "measurement", _("Measurement")
    ENVIRONMENT = "environment", _("Environment")


MOST_CAUSES = 8  # a category


def bones(causes: dict[str, list[str]]) -> list[tuple[str, list[str]]]:
    """Every category with its causes, in the order they are drawn: three above the spine, three below."""
    return [(str(one.label), causes.get(one.value, [])) for one in Category]
