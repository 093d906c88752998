"""Jobs as a table."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from biaogan.jobs.models import Job
from biaogan.ui.formats import moment
from biaogan.ui.table import Cell, Column, Table


def jobs(found: Sequence[Job]) -> Table:
    columns = [
        Column(_("Work")),
        Column(_("State")),
        Column(_("Progress"), unit="%", number=True),
        Column(_("Asked for by")),
        Column(_("Asked for at")),
    ]
    rows = [
        [
            Cell(f"{job.kind} {job.pk}", url=reverse("jobs:job", args=[job.pk])),
            job.get_state_display(),
            job.percent,
            str(job.created_by or _("command line")),
            moment(localtime(job.created_at)),
        ]
        for job in found
    ]
    return Table(_("Background work"), columns, rows, cards=True)
