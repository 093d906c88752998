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
from biaogan.quality.models.shops import (
    Shop,
    ShopAnswer,
    ShopAppeal,
    Shopper,
    ShopScenario,
    ShopWave,
)
from biaogan.quality.models.standards import CheckItem, CheckItemVersion, Sop, SopStep, SopVersion
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
    "CheckItem",
    "CheckItemVersion",
    "Feedback",
    "FeedbackFile",
    "Finding",
    "Footage",
    "FootageLook",
    "Origin",
    "Photo",
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
    "Strata",
    "VideoAnswer",
    "VideoCheck",
    "VideoDraw",
    "VideoFrame",
    "VideoScoring",
    "Theme",
    "ThemeLabel",
    "ThemeLearning",
]
