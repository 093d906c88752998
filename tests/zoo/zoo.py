"""The bad-file zoo: every odd, broken or hostile file we have met or thought of, with what must become of it.

`ZOO` is the registry. A specimen makes its bytes anew each time; nothing is kept on disk.
"""

from __future__ import annotations

from pathlib import Path

from zoo.attacks import ATTACKS
from zoo.legacy import LEGACY
from zoo.pages import PAGES
from zoo.specimen import Sheet, Specimen
from zoo.texts import TEXTS
from zoo.workbooks import WORKBOOKS

ZOO: tuple[Specimen, ...] = (*TEXTS, *PAGES, *LEGACY, *WORKBOOKS, *ATTACKS)


def place(specimen: Specimen, folder: Path) -> Path:
    """Writes the specimen under its own file name."""
    path = folder / specimen.file
    path.write_bytes(specimen.make())
    return path


__all__ = ["ZOO", "Sheet", "Specimen", "place"]
