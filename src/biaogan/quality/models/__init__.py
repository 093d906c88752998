"""Tables of service quality."""

from biaogan.quality.models.complaints import Compensation, CompensationLimit, Complaint, Promise
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
from biaogan.quality.models.improvements import (
    Direction,
    GoalChange,
    Improvement,
    Measurement,
    PlannedAction,
    Standardisation,
)
from biaogan.quality.models.photos import Photo
from biaogan.quality.models.shops import (
    Shop,
    ShopAnswer,
    ShopAppeal,
    Shopper,
    ShopScenario,
    ShopWave,
)
from biaogan.quality.models.standards import CheckItem, CheckItemVersion, Sop, SopStep, SopVersion
from biaogan.quality.models.surprises import Adoption, Card, Idea, Moment, Preference
from biaogan.quality.models.video import (
    Footage,
    FootageLook,
    Strata,
    VideoAnswer,
    VideoCheck,
    VideoDraw,
    VideoFrame,
    VideoScoring,
)

__all__ = [
    "Adoption",
    "Card",
    "CheckItem",
    "CheckItemVersion",
    "Compensation",
    "CompensationLimit",
    "Complaint",
    "Direction",
    "Feedback",
    "FeedbackFile",
    "Finding",
    "Footage",
    "FootageLook",
    "GoalChange",
    "Idea",
    "Improvement",
    "Measurement",
    "Moment",
    "Origin",
    "Photo",
    "PlannedAction",
    "Preference",
    "Promise",
    "Shop",
    "ShopAnswer",
    "ShopAppeal",
    "ShopScenario",
    "ShopWave",
    "Shopper",
    "Sop",
    "SopStep",
    "SopVersion",
    "SortedBy",
    "Source",
    "Standardisation",
    "Strata",
    "Theme",
    "ThemeLabel",
    "ThemeLearning",
    "VideoAnswer",
    "VideoCheck",
    "VideoDraw",
    "VideoFrame",
    "VideoScoring",
]
