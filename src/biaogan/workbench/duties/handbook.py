"""The work list as the handbook prints it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from biaogan.ui.handbook import Section
from biaogan.ui.table import Column, Table
from biaogan.workbench.models import Duty


def sections() -> list[Section]:
    """The duties of the job; somebody's own are nobody else's business."""
    columns = [Column(_("Duty")), Column(_("How often")), Column(_("Times a period"), number=True),
               Column(_("Where the time goes")), Column(_("Shown by"))]  # fmt: skip
    rows = [
        [
            duty.name, duty.get_cadence_display(), _times(duty), duty.get_area_display(),
            _("the system") if duty.evidence else _("a note"),
        ]
        for duty in Duty.objects.filter(owner=None, retired_on=None)
    ]  # fmt: skip
    return [Section("work", Table(_("Work list"), columns, rows))]


def _times(duty: Duty) -> str:
    from biaogan.org.setting import value_of

    if duty.every_store:
        return _("every store")
    return str(value_of(duty.times_setting) if duty.times_setting else duty.times)
