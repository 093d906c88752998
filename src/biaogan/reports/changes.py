"""What is different between two versions of the handbook, sentence by sentence and table by table."""

from __future__ import annotations

from dataclasses import dataclass

from biaogan.reports.document import Document, Grid
from biaogan.reports.models import Report


@dataclass(frozen=True)
class Change:
    """`before` or `after` is empty where something came or went."""

    where: str
    before: str
    after: str


def changes(before: Document, after: Document) -> list[Change]:
    """In the order of the newer one; what went comes last."""
    old, new = _texts(before), _texts(after)
    found = [
        Change(where, old.get(key, ("", ""))[1], text)
        for key, (where, text) in new.items()
        if old.get(key, ("", ""))[1] != text
    ]
    return found + [Change(where, text, "") for key, (where, text) in old.items() if key not in new]


def _texts(document: Document) -> dict[str, tuple[str, str]]:
    sentences = {
        f"s-{one.key}": (page.heading, one.text) for page in document.pages for one in page.sentences
    }
    rows = {
        f"g-{page.key}-{grid.caption}-{row[0] if row else ''}-{number if _repeats(grid) else ''}": (
            f"{page.heading} · {grid.caption}", " | ".join(row),
        )
        for page in document.pages
        for grid in page.grids
        for number, row in enumerate(grid.rows)
    }  # fmt: skip
    return sentences | rows


def _repeats(grid: Grid) -> bool:
    """Rows whose first cell does not name them are told apart by their place."""
    names = [row[0] for row in grid.rows if row]
    return len(names) != len(set(names))


def version_before(report: Report) -> Report | None:
    """The newest version of the same handbook that was sent before this one was written."""
    rows = Report.objects.filter(
        region=report.region, kind=report.kind, state="sent", made_at__lt=report.made_at
    )
    return rows.first()
