"""Tables of service quality."""

from biaogan.quality.models.complaints import Compensation, CompensationLimit, Complaint, Promise
from biaogan.quality.models.findings import Finding, Source
from biaogan.quality.models.photos import Photo
from biaogan.quality.models.standards import CheckItem, CheckItemVersion, Sop, SopStep, SopVersion
from biaogan.quality.models.surprises import Adoption, Card, Idea, Moment, Preference

__all__ = [
    "Adoption",
    "Card",
    "CheckItem",
    "CheckItemVersion",
    "Compensation",
    "CompensationLimit",
    "Complaint",
    "Finding",
    "Idea",
    "Moment",
    "Photo",
    "Preference",
    "Promise",
    "Sop",
    "SopStep",
    "SopVersion",
    "Source",
]
