"""Tables of service quality."""

from biaogan.quality.models.findings import Finding, Source
from biaogan.quality.models.improvements import (
    Direction,
    GoalChange,
    Improvement,
    Measurement,
    PlannedAction,
    Standardisation,
)
from biaogan.quality.models.photos import Photo
from biaogan.quality.models.standards import CheckItem, CheckItemVersion, Sop, SopStep, SopVersion

__all__ = [
    "CheckItem",
    "CheckItemVersion",
    "Direction",
    "Finding",
    "GoalChange",
    "Improvement",
    "Measurement",
    "Photo",
    "PlannedAction",
    "Sop",
    "SopStep",
    "SopVersion",
    "Source",
    "Standardisation",
]
