"""Surprise moments without the customer: preferences go, moments keep idea, cost and day."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import datetime

from biaogan.quality.models import Moment, Preference
from biaogan.quality.surprises.actions import mask_moment


def forget(pseudonyms: AbstractSet[str], *, at: datetime) -> int:
    moments = list(Moment.objects.select_for_update(of=("self",)).filter(customer__in=pseudonyms))
    for moment in moments:
        mask_moment(moment, at)
    preferences = Preference.objects.filter(customer__in=pseudonyms)
    number = preferences.count()
    preferences.delete()
    return len(moments) + number
