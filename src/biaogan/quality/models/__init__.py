"""Tables of service quality."""

from biaogan.quality.models.feedback import (
    Feedback,
    FeedbackFile,
    Origin,
    SortedBy,
    Theme,
    ThemeLabel,
    ThemeLearning,
)
from biaogan.quality.models.findings import Finding, Source
from biaogan.quality.models.photos import Photo
from biaogan.quality.models.standards import CheckItem, CheckItemVersion, Sop, SopStep, SopVersion

__all__ = [
    "CheckItem",
    "CheckItemVersion",
    "Feedback",
    "FeedbackFile",
    "Finding",
    "Origin",
    "Photo",
    "Sop",
    "SopStep",
    "SopVersion",
    "SortedBy",
    "Source",
    "Theme",
    "ThemeLabel",
    "ThemeLearning",
]
