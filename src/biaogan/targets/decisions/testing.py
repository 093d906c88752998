"""Running the test of levers for a place, and reading a kept run back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from biaogan.engine.methods.three_year.assumptions import Badge
from biaogan.engine.methods.three_year.calibration import Footing
from biaogan.engine.methods.three_year.change import change_of
from biaogan.engine.methods.three_year.forecast import DRAWS, SEED, Forecast, Trial, run_both
from biaogan.engine.methods.three_year.levers import Levers
from biaogan.engine.methods.three_year.screen import extra_visits_needed
from biaogan.engine.methods.three_year.verdict import Flip, Side, Verdict, assumption_flips, lever_flips
from biaogan.engine.text import Text
from biaogan.org.models import Region, Store
from biaogan.targets.decisions.base import base_of
from biaogan.targets.models import Decision
from biaogan.targets.models import Forecast as KeptForecast


@dataclass(frozen=True)
class Tested:
    """A run under both presets with what its base stands on. `flips` are empty until asked for."""

    trial: Trial
    footing: tuple[Footing, ...]
    month: str
    version: str
    revenue_fen: int | None
    flips: tuple[Flip, ...] = ()

    @property
    def verdict(self) -> Verdict:
        return self.trial.verdict

    @property
    def runs(self) -> tuple[Forecast, Forecast]:
        return self.trial.literature, self.trial.cautious


def try_levers(levers: Levers, place: Store | Region, *, today: date) -> Tested:
    """The answer within a second: both presets, no turning points. Raises BadLevers."""
    base = base_of(place, today=today)
    trial = run_both(levers, base.calibrated.region, base.calibrated.ranges, draws=DRAWS, seed=SEED)
    return Tested(trial, base.calibrated.footing, base.month, base.version, base.revenue_fen)


def flips_of(tested: Tested) -> tuple[Flip, ...]:
    """What would turn the verdict of the literature preset: levers first, they are ours to set."""
    run = tested.trial.literature
    change = change_of(run.levers, run.region, run.assumptions, run.draws, run.seed)
    return (*lever_flips(run.levers, run.region, run.assumptions, seed=run.seed), *assumption_flips(change))


def kept_test(rows: Sequence[KeptForecast]) -> Tested | None:
    """The newest round of a decision's forecasts as it was kept; None before the first."""
    newest = {row.preset: row for row in rows if row.round == max(one.round for one in rows)}
    if not newest:
        return None
    literature, cautious = newest["literature"], newest["cautious"]
    return Tested(
        Trial(Forecast.from_dict(literature.result), Forecast.from_dict(cautious.result)),
        tuple(_footing_from(one) for one in literature.footing["figures"]),
        literature.base_month,
        literature.facts_version,
        literature.footing["revenue_fen"],
        tuple(_flip_from(one) for one in literature.flips),
    )


def as_kept(tested: Tested) -> dict[str, object]:
    figures = [asdict(one) | {"badge": str(one.badge)} for one in tested.footing]
    return {"figures": figures, "revenue_fen": tested.revenue_fen}


def _footing_from(kept: dict[str, Any]) -> Footing:
    return Footing(**{**kept, "badge": Badge(kept["badge"]), "note": Text(**kept["note"])})


def flip_as_kept(flip: Flip) -> dict[str, object]:
    return asdict(flip) | {"side": str(flip.side), "verdict": str(flip.verdict)}


def _flip_from(kept: dict[str, Any]) -> Flip:
    words = {"side": Side(kept["side"]), "verdict": Verdict(kept["verdict"])}
    return Flip(**{**kept, **words})


def first_screen(levers: Levers, run: Forecast) -> float | None:
    """Extra visits that would pay for the discount, by the base's margin and discountable share."""
    return extra_visits_needed(
        levers.discount_depth,
        run.region.margin,
        discountable=run.assumptions.of("discountable").likely,
        manufacturer_share=levers.manufacturer_share,
    )


def decision_test(decision: Decision) -> Tested | None:
    return kept_test(list(decision.forecasts.all()))
