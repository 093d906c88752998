"""Decisions to ask for."""

from biaogan.engine.methods.three_year.levers import Levers
from biaogan.targets.decisions.actions import write_decision
from house_samples.intake import NOW


def of_decision(world, place):
    def make():
        return write_decision(
            title="到期提醒", what="每月按到期清单联系客户", proposer="陈投资", place=world.stores[place],
            levers=Levers(reminders=1.0), by=world.people["regional_manager"], at=NOW,
        )  # fmt: skip

    return {"pk": world.once(f"decision-{place}", make).pk}


def with_place(world, place):
    return of_decision(world, place) | {"place": 0}


def with_months(world, place):
    return of_decision(world, place) | {"after": 3}


SAMPLES = {
    **dict.fromkeys(
        (
            "targets:decision",
            "targets:edit_decision",
            "targets:export_decision",
            "targets:test_decision",
            "targets:copy_decision",
            "targets:decide",
            "targets:search_alternatives",
            "targets:search_progress",
            "targets:stop_search",
        ),
        of_decision,
    ),
    "targets:take_alternative": with_place,
    "targets:look_back": with_months,
}
