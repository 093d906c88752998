"""Tables of service quality."""

from biaogan.quality.models.findings import Finding, Source
from biaogan.quality.models.photos import Photo
from biaogan.quality.models.standards import CheckItem, CheckItemVersion, Sop, SopStep, SopVersion

__all__ = [
    "CheckItem",
    "CheckItemVersion",
    "Finding",
    "Photo",
    "Sop",
    "SopStep",
    "SopVersion",
    "Source",
]
