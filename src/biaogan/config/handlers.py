"""Bringing every room's kinds of job to the place where jobs are run."""

from __future__ import annotations

from functools import cache

from biaogan.config.rooms import parts
from biaogan.config.warming import WARM, warm_figures
from biaogan.jobs.handle import register


@cache
def collect() -> None:
    """Once per process; a room names its kinds in `jobs.py` as HANDLERS."""
    for _, module in parts("jobs"):
        register(module.HANDLERS)
    register({WARM: warm_figures})
