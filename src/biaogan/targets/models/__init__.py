"""Tables of the operating targets."""

from biaogan.targets.models.decisions import Decision, Forecast, LookBack
from biaogan.targets.models.goals import GoalSource, GoalVersion
from biaogan.targets.models.scorecard import Scorecard, ScorecardLine
from biaogan.targets.models.signals import Rebasing

__all__ = [
    "Decision",
    "Forecast",
    "GoalSource",
    "GoalVersion",
    "LookBack",
    "Rebasing",
    "Scorecard",
    "ScorecardLine",
]
