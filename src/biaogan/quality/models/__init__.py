"""Tables of service quality."""

from biaogan.quality.models.findings import Finding, Source
from biaogan.quality.models.inspections import (
    Answer,
    Inspection,
    InspectionItem,
    InspectionKind,
    InspectionPicture,
    InspectionTemplate,
    PictureRole,
    TemplateItem,
)
from biaogan.quality.models.photos import Photo
from biaogan.quality.models.standards import CheckItem, CheckItemVersion, Sop, SopStep, SopVersion

__all__ = [
    "Answer",
    "CheckItem",
    "CheckItemVersion",
    "Finding",
    "Inspection",
    "InspectionItem",
    "InspectionKind",
    "InspectionPicture",
    "InspectionTemplate",
    "Photo",
    "PictureRole",
    "Sop",
    "SopStep",
    "SopVersion",
    "Source",
    "TemplateItem",
]
