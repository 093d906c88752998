"""The search for other ways to the same aim, as a job; and its result as a page reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from biaogan.engine.methods.three_year.alternatives import Alternative, search
from biaogan.engine.methods.three_year.change import Rule
from biaogan.engine.methods.three_year.levers import Levers
from biaogan.engine.methods.three_year.verdict import Verdict
from biaogan.jobs.handle import JobHandle, Refused
from biaogan.jobs.models import Job
from biaogan.jobs.states import State
from biaogan.targets.decisions import lever_fields
from biaogan.targets.decisions.testing import decision_test
from biaogan.targets.models import Decision


def find_alternatives(job: JobHandle) -> dict[str, Any]:
    """Searches on the region as it was when the decision was tested, so that both answers fit together."""
    decision = Decision.objects.filter(pk=job.payload["decision"]).first()
    tested = decision_test(decision) if decision else None
    if tested is None:
        raise Refused("这项决策还没有检验结果，请先检验。", "This decision has no test yet. Test it first.")
    run = tested.trial.literature

    def progress(done: int, total: int) -> None:
        job.progress(done, total, zh="正在比较各种措施组合", en="Comparing combinations of levers")

    found = search(run.levers, run.region, run.assumptions, seed=run.seed, progress=progress)
    return {
        "alternatives": [_as_kept(one) for one in found.alternatives],
        "aim_fen": found.aim_fen,
        "tried": found.tried,
        "passing": found.passing,
        "reaching": found.reaching,
    }


def _as_kept(one: Alternative) -> dict[str, Any]:
    return {
        "levers": one.levers.to_dict(),
        "verdict": str(one.judgement.verdict),
        "rule": str(one.judgement.rule),
        "chance": one.judgement.highest,
        "revenue_fen": one.revenue_fen,
        "value_fen": one.value_fen,
        "retention_points": one.retention_points,
        "reaches": one.reaches,
        "rests_on": one.rests_on,
    }


@dataclass(frozen=True)
class Found:
    """One alternative as the page shows it; shares 0 to 1, money in fen."""

    levers: Levers
    verdict: Verdict
    rule: Rule
    chance: float
    revenue_fen: int
    value_fen: int
    retention_points: float
    reaches: bool
    rests_on: str | None


def found_by(job: Job | None) -> tuple[Found, ...] | None:
    """The alternatives of a finished search; None before there is one."""
    if job is None or job.state != State.DONE or not job.result:
        return None
    return tuple(_found(one) for one in job.result["alternatives"])


def _found(kept: Mapping[str, Any]) -> Found:
    words = {
        "levers": lever_fields.kept(kept["levers"]),
        "verdict": Verdict(kept["verdict"]),
        "rule": Rule(kept["rule"]),
    }
    return Found(**{**kept, **words})
