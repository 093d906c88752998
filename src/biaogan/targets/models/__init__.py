"""Tables of the operating targets."""

from biaogan.targets.models.goals import GoalSource, GoalVersion
from biaogan.targets.models.signals import Rebasing

__all__ = ["GoalSource", "GoalVersion", "Rebasing"]
