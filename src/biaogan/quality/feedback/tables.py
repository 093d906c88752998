"""Feedback as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from biaogan.quality.feedback.queries import ThemeLine, Weekly
from biaogan.quality.feedback.themes import ThemeNow
from biaogan.quality.levels import Level, Step
from biaogan.quality.models import Feedback, FeedbackFile, ThemeLabel
from biaogan.ui import formats
from biaogan.ui.table import Cell, Column, Table

STATE_MARKS = {"sorted": "none", "waiting": "watch", "confirmed": "good"}
SHOWN_LETTERS = 120
PLACES = 2


def weekly(found: Weekly, *, store: str = "", export_url: str = "") -> Table:
    columns = [
        Column(_("Theme")), Column(_("Level")), Column(_("Service step")), Column(_("Texts"), number=True),
        Column(_("Per 100 visits"), number=True), Column(_("Usual"), number=True),
        Column(_("Upper limit"), number=True), Column(_("This week")),
    ]  # fmt: skip
    query = urlencode({"week": found.week.isoformat(), **({"store": store} if store else {})})
    rows = [_line(line, query) for line in found.lines]
    return Table(_("Themes of the week"), columns, rows, cards=True, export_url=export_url)


def _line(line: ThemeLine, query: str) -> list[Cell | object]:
    words = {
        "bad": _("more than chance"), "good": _("less than usual"), "none": _("as usual"),
        "info": _("cannot be judged yet"),
    }  # fmt: skip
    return [
        Cell(line.theme.name, url=f"{reverse('quality:feedback_theme', args=[line.theme.code])}?{query}"),
        line.theme.level_name,
        line.theme.step_name,
        line.texts,
        *(_rate(value) for value in (line.rate, line.usual, line.upper)),
        Cell(words[line.status], status=line.status),
    ]


def _rate(value: float | None) -> str | None:
    return None if value is None else formats.grouped(value, PLACES)


def new(found: Weekly, *, store: str = "") -> Table:
    columns = [
        Column(_("Word")), Column(_("Texts this week"), number=True),
        Column(_("in the eight weeks before"), number=True), Column(_("How sure (z)"), number=True),
    ]  # fmt: skip
    period = {"since": found.week.isoformat(), "until": found.until.isoformat()}
    query = {**period, **({"store": store} if store else {})}
    rows = [
        [
            Cell(
                one.term, url=f"{reverse('quality:feedback_texts')}?{urlencode({'term': one.term, **query})}"
            ),
            one.now,
            one.before,
            formats.grouped(one.z, 1),
        ]
        for one in found.new
    ]
    return Table(_("New this week"), columns, rows)


def texts(
    rows: Iterable[Feedback], known: Mapping[str, ThemeNow], *, export_url: str = "", whole: bool = False
) -> Table:
    columns = [
        Column(_("Text")), Column(_("Date")), Column(_("Store")), Column(_("Theme")), Column(_("Level")),
        Column(_("Service step")), Column(_("Origin")), Column(_("State")),
    ]  # fmt: skip
    lines = [
        [
            Cell(
                (row.text if whole else shortened(row.text)) or "—",
                url=reverse("quality:feedback_text", args=[row.pk]),
            ),
            formats.iso_day(row.said_on),
            row.store.name,
            theme_name(row.theme, known),
            str(Level(row.level).label) if row.level else None,
            str(Step(row.step).label) if row.step else None,
            " · ".join(part for part in (row.get_origin_display(), row.channel) if part),
            Cell(row.get_state_display(), status=STATE_MARKS[row.state]),
        ]
        for row in rows
    ]
    return Table(_("Customers' texts"), columns, lines, cards=True, export_url=export_url)


def shortened(text: str) -> str:
    return text if len(text) <= SHOWN_LETTERS else f"{text[:SHOWN_LETTERS]}…"


def theme_name(code: str, known: Mapping[str, ThemeNow]) -> str:
    if not code:
        return _("no theme")
    return known[code].name if code in known else code


def files(rows: Iterable[FeedbackFile]) -> Table:
    columns = [
        Column(_("File")), Column(_("Brought by")), Column(_("When")), Column(_("Read"), number=True),
        Column(_("Accepted"), number=True), Column(_("Refused"), number=True),
        Column(_("Ignored"), number=True),
    ]  # fmt: skip
    lines = [
        [
            Cell(row.name, url=reverse("quality:feedback_file", args=[row.pk])),
            row.brought_by.display_name,
            formats.moment(localtime(row.brought_at)),
            row.read, row.accepted, row.refused, row.ignored,
        ]
        for row in rows
    ]  # fmt: skip
    return Table(_("Files of texts"), columns, lines, cards=True)


def refused(file: FeedbackFile) -> Table:
    code = "en" if (get_language() or "").startswith("en") else "zh"
    columns = [Column(_("Row"), number=True), Column(_("Why it was refused")), Column(_("Text"))]
    rows = [[row["row"], row[code], row["text"]] for row in file.refused_rows]
    return Table(_("Refused rows"), columns, rows, cards=True)


def themes(known: Sequence[ThemeNow]) -> Table:
    columns = [
        Column(_("Theme")), Column(_("Level")), Column(_("Service step")), Column(_("Words")),
        Column(_("State")),
    ]  # fmt: skip
    lines = [
        [
            Cell(one.name, url=reverse("quality:feedback_edit_theme", args=[one.code])),
            one.level_name,
            one.step_name,
            shortened("、".join(one.words)),
            _state(one),
        ]
        for one in known
    ]
    return Table(_("Themes"), columns, lines, cards=True)


def _state(theme: ThemeNow) -> str:
    if theme.retired:
        return _("out of use")
    if not theme.counts:
        return _("no complaint, not counted")
    return _("changed here") if theme.changed else _("as shipped")


def labels(rows: Sequence[ThemeLabel], known: Mapping[str, ThemeNow]) -> Table:
    columns = [
        Column(_("When")),
        Column(_("Confirmed by")),
        Column(_("Theme")),
        Column(_("Guessed before")),
        Column(_("by")),
    ]
    lines = [
        [
            formats.moment(localtime(row.confirmed_at)),
            row.confirmed_by.display_name,
            theme_name(row.theme, known),
            theme_name(row.guessed, known),
            row.get_guessed_by_display(),
        ]
        for row in rows
    ]
    return Table(_("Confirmed"), columns, lines, cards=True)
