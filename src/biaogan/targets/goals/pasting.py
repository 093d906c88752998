"""A block copied from Excel: a line of months on top, or none, and a place or metric before each line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from django.utils.translation import gettext as _

from biaogan.engine.text import fold_store_name
from biaogan.org.models import Store
from biaogan.targets.goals.filling import Filling
from biaogan.targets.goals.grid import Grid, Row
from biaogan.targets.goals.policies import CannotSet
from biaogan.targets.goals.stored import slug_of
from biaogan.targets.goals.values import typed
from biaogan.targets.models import GoalSource
from biaogan.ui.formats import Language

MONTH = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})月?(?:[-/.]0?1)?日?")
EMPTY = frozenset({"", "-", "—", "–", "/"})
REGION_WORDS = frozenset({"region", "区域", "区域合计", "合计", "总计", "total"})
NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def pasted(text: str, grid: Grid, language: Language) -> Filling:
    """The block in the cells it speaks of.

    What cannot be read stays in its cell as it was typed and is named; a line or column that belongs
    nowhere is remarked on. Empty cells and dashes leave what stands there.
    """
    lines = [line.split("\t") for line in text.splitlines() if line.strip()]
    remarks: list[str] = []
    months = _months(lines[0], grid) if lines else []
    if any(months):
        lines = lines[1:]
    else:
        months = ["", *grid.months]
    texts, wrong = {}, {}
    for number, cells in enumerate(lines, start=1):
        row = _row(cells[0], grid)
        if row is None:
            words = _("Line %(line)s: “%(name)s” is none of the rows of this page.")
            remarks.append(words % {"line": number, "name": cells[0].strip()})
            continue
        for month, cell in zip(months[1:], cells[1:], strict=False):
            if month and cell.strip() not in EMPTY:
                spot = row.spots[grid.months.index(month)]
                texts[spot.name] = cell.strip()
                try:
                    typed(cell, row.metric, language)
                except CannotSet as refusal:
                    wrong[spot.name] = str(refusal)
    if not texts and not remarks:
        remarks.append(_("Nothing to paste was found: the lines need a name first, then the months."))
    return Filling(texts, wrong, remarks, GoalSource.PASTED)


def _months(cells: Sequence[str], grid: Grid) -> list[str]:
    """The month above each column; empty for a column that is none of this year's."""
    return [_month(cell, grid) for cell in cells]


def _month(cell: str, grid: Grid) -> str:
    plain = "".join(unicodedata.normalize("NFKC", cell).split()).casefold()
    if plain[:3] in NAMES:
        return f"{grid.year}-{NAMES.index(plain[:3]) + 1:02d}"
    found = MONTH.fullmatch(plain)
    month = f"{found.group(1) or grid.year}-{int(found.group(2)):02d}" if found else ""
    return month if month in grid.months else ""


def _row(name: str, grid: Grid) -> Row | None:
    """The row a name stands for, however it is spelled."""
    if grid.store:
        slug = slug_of(name.strip())
        return next((row for row in grid.rows if row.metric.slug == slug), None)
    if fold_store_name(name) in REGION_WORDS and len(grid.regions) == 1:
        return grid.row_of(grid.regions[0])
    region = next((one for one in grid.regions if fold_store_name(one.name) == fold_store_name(name)), None)
    if region:
        return grid.row_of(region)
    store = Store.objects.called(name)
    return next((row for row in grid.rows if store and row.place == store), None)
