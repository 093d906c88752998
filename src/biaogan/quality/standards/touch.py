"""What a change of an instruction touches: parts of the room name their things, this gathers them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from biaogan.quality.models import Sop
from biaogan.quality.parts import modules


class Thing(models.TextChoices):
    """In the order of the page."""

    ITEM = "item", _("Check items")
    TEMPLATE = "template", _("Inspection templates")
    SCENARIO = "scenario", _("Mystery shopping")
    THEME = "theme", _("Feedback themes")
    TRAINING = "training", _("Training cards")
    METRIC = "metric", _("Metrics")


@dataclass(frozen=True)
class Touched:
    """One thing that hangs on a step. `url` may be empty."""

    kind: str
    label: str
    url: str = ""


class Touching(Protocol):
    """A part declares it as `touched` in its module `touched.py`; `steps` are codes of steps."""

    def __call__(self, *, sop: Sop, steps: Collection[str]) -> Sequence[Touched]: ...


def touched_by(sop: Sop, steps: Collection[str]) -> list[tuple[str, list[Touched]]]:
    """Kind in words, then its things; nothing where no step is named."""
    if not steps:
        return []
    found = [one for part in modules("touched") for one in part.touched(sop=sop, steps=steps)]
    order = list(Thing.values)
    found.sort(key=lambda one: order.index(one.kind))
    return [(str(Thing(kind).label), list(things)) for kind, things in groupby(found, lambda one: one.kind)]
