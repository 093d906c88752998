"""Findings and improvements to ask for."""

from django.utils import timezone
from tests.quality.improvements import builders


def of_finding(world, place):
    def make():
        return builders.finding(world, place, at=timezone.now())

    return {"pk": world.once(f"finding-{place}", make).pk}


def of_improvement(world, place):
    return {
        "pk": world.once(f"improvement-{place}", lambda: builders.opened(world, place, at=timezone.now())).pk
    }


FINDINGS = ("finding", "dismiss_finding", "reopen_finding")
IMPROVEMENTS = (
    "improvement", "change_goal", "analyse_improvement", "fishbone", "plan_action", "finish_improvement",
    "verify_improvement", "standardise_improvement", "reopen_improvement", "drop_improvement",
)  # fmt: skip
SAMPLES = {
    **{f"quality:{name}": of_finding for name in FINDINGS},
    **{f"quality:{name}": of_improvement for name in IMPROVEMENTS},
}
