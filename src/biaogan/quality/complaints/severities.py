"""What each severity means, with examples, and how the stores' files call it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from biaogan.quality.models.complaints import Severity

EXAMPLES: dict[int, str | Promise] = {
    Severity.CRITICAL: _(
        "Somebody hurt or in danger, a fire, brakes or steering; an authority, the media or a crowd."
    ),
    Severity.SERIOUS: _(
        "The same fault again, damage to the car, wrong billing of a larger sum, a promise broken twice."
    ),
    Severity.USUAL: _("Waiting, manner, a car not clean, an unclear bill, a delay of some hours."),
}
CRITICAL_WORDS = ("重大", "特急", "紧急", "危机", "一级", "critical", "urgent")
SERIOUS_WORDS = ("较重", "严重", "较大", "加急", "二级", "serious", "major", "high")


def severity_of(words: str | None) -> int:
    """As a file says it; without a word for it, usual."""
    text = (words or "").casefold()
    if any(word in text for word in CRITICAL_WORDS):
        return Severity.CRITICAL
    return Severity.SERIOUS if any(word in text for word in SERIOUS_WORDS) else Severity.USUAL
