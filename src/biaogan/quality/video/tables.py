"""Video checks as tables."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from biaogan.quality.answering import worded
from biaogan.quality.models import CheckItemVersion, FootageLook, VideoCheck, VideoDraw
from biaogan.quality.video.checks import Compared
from biaogan.quality.video.queries import Quota
from biaogan.ui.formats import moment
from biaogan.ui.table import Cell, Column, Table

DASH = "—"


def draws(found: Sequence[VideoDraw]) -> Table:
    columns = [
        Column(_("Month")),
        Column(_("Region")),
        Column(_("Drawn for")),
        Column(_("State")),
        Column(_("Committed at")),
        Column(_("Drawn"), number=True),
        Column(_("Checked"), number=True),
        Column(_("Why abandoned")),
    ]
    rows = [
        [
            Cell(one.month, url=reverse("quality:video_draw", args=[one.pk])),
            one.region.name,
            one.get_strata_display(),
            one.get_state_display(),
            moment(localtime(one.committed_at)),
            getattr(one, "made", None),
            getattr(one, "closed", None),
            one.abandoned_because or DASH,
        ]
        for one in found
    ]
    return Table(_("Draws"), columns, rows, cards=True)


def quotas(found: Sequence[Quota], *, month: str) -> Table:
    columns = [
        Column(_("Store")),
        Column(_("Checked"), number=True),
        Column(_("Drawn"), number=True),
        Column(_("Wanted"), number=True),
        Column(_("Quota")),
    ]
    rows = [[one.store.name, one.closed, one.drawn, one.wanted, _kept(one)] for one in found]
    return Table(_("Video checks of %(month)s") % {"month": month}, columns, rows, cards=True)


def _kept(one: Quota) -> Cell:
    done = one.closed >= one.wanted
    return Cell(_("reached") if done else _("not yet"), status="good" if done else "watch")


def checks(found: Sequence[VideoCheck], *, export_url: str = "") -> Table:
    columns = [
        Column(_("Clip")),
        Column(_("Store")),
        Column(_("Part of the week")),
        Column(_("State")),
        Column(_("Scoring")),
        Column(_("Candidate")),
        Column(_("Ticket")),
    ]
    rows = [
        [
            Cell(_clip(one), url=reverse("quality:video_check", args=[one.pk])),
            one.store.name,
            one.get_part_display() if one.part else DASH,
            one.get_state_display(),
            _("twice, blindly") if one.twice else _("once"),
            one.candidate,
            Cell(one.ticket[:12], note=one.ticket),
        ]
        for one in found
    ]
    return Table(_("Video checks"), columns, rows, export_url=export_url, cards=True)


def _clip(check: VideoCheck) -> str:
    """Day and step in words; a list brought by hand may name neither."""
    step = check.get_step_display() if check.step else ""
    day = check.day.isoformat() if check.day else ""
    return " · ".join(filter(None, (day, step))) or check.candidate


def scores(found: Sequence[Compared], *, twice: bool) -> Table:
    columns = [Column(_("Check item")), Column(_("Level")), Column(_("First scoring"))]
    columns += [Column(_("Second scoring")), Column(_("Agreement"))] if twice else []
    rows = []
    for one in found:
        row: list[Cell | object] = [
            one.version.text, one.version.item.get_level_display(), _scored(one.version, one.first)
        ]  # fmt: skip
        if twice:
            row += [_scored(one.version, one.second), _agreed(one)]
        rows.append(row)
    return Table(_("Scores"), columns, rows, cards=True)


def _scored(version: CheckItemVersion, points: int | None) -> Cell:
    if points is None:
        return Cell(_("not seen"), status="none")
    return Cell(worded(version, points), status="good" if points >= version.pass_points else "bad")


def _agreed(one: Compared) -> Cell:
    if one.agrees is None:
        return Cell(DASH)
    return Cell(
        _("both agree") if one.agrees else _("they disagree"), status="good" if one.agrees else "watch"
    )


def looks(found: Sequence[FootageLook]) -> Table:
    columns = [Column(_("Who looked")), Column(_("When")), Column(_("Why"))]
    rows = [[one.by.display_name, moment(localtime(one.at)), one.because] for one in found]
    return Table(_("Who has looked at the clip"), columns, rows, cards=True)
