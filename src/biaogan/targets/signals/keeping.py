"""Where the judging of a month is kept: beside the sums of its version, named by how it was made."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from inspect import getsource
from pathlib import Path

from django.conf import settings

from biaogan.engine.methods import (
    business_calendar,
    chart_rules,
    control_charts,
    day_weights,
    discovery,
    funnel,
    shifts,
    trends,
    turning,
)
from biaogan.engine.metrics.cache import definitions

METHODS = (
    business_calendar, chart_rules, control_charts, day_weights, discovery, funnel, shifts, trends, turning,
)  # fmt: skip


def kept_at(what: str, version: str, asked: Sequence[object]) -> Path:
    """A changed definition or way of judging finds nothing kept."""
    text = "\n".join([definitions(), _ways(), *map(repr, asked)])
    name = blake2b(text.encode(), digest_size=8).hexdigest()
    return Path(settings.BIAOGAN_CACHE) / version / f"{what}-{name}.json"


@cache
def _ways() -> str:
    own = sorted(Path(__file__).parent.glob("*.py"))
    return "\n".join([*(path.read_text(encoding="utf-8") for path in own), *map(getsource, METHODS)])
