"""What an import did, file by file and sheet by sheet: the answer of the command line and of the page."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Status = Literal["accepted", "partly", "refused", "duplicate"]


@dataclass
class SheetReport:
    sheet: str
    kind: str | None
    header_row: int | None
    batch: str | None = None
    read: int = 0
    accepted: int = 0
    quarantined: int = 0
    ignored: int = 0
    unmapped_columns: list[str] = field(default_factory=list)
    unknown_stores: list[str] = field(default_factory=list)
    unmapped_values: list[dict[str, Any]] = field(default_factory=list)
    reasons: dict[str, int] = field(default_factory=dict)
    warnings: dict[str, int] = field(default_factory=dict)
    restated: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class FileReport:
    path: str
    sha256: str
    status: Status
    sheets: list[SheetReport] = field(default_factory=list)
    # Why a whole file was refused or is a duplicate: code and a sentence in both languages.
    reason: str = ""
    zh: str = ""
    en: str = ""

    def settle(self) -> None:
        """Derive the status of a file that was read from its sheets."""
        accepted = sum(sheet.accepted for sheet in self.sheets)
        quarantined = sum(sheet.quarantined for sheet in self.sheets)
        if quarantined:
            self.status = "partly" if accepted else "refused"
        else:
            self.status = "accepted"


@dataclass
class ImportReport:
    files: list[FileReport] = field(default_factory=list)
    dry_run: bool = False

    @property
    def complete(self) -> bool:
        """Whether nothing was refused, quarantined or a duplicate."""
        return all(file.status == "accepted" for file in self.files)

    def totals(self) -> Counter[str]:
        totals: Counter[str] = Counter()
        for file in self.files:
            for sheet in file.sheets:
                totals.update(
                    read=sheet.read,
                    accepted=sheet.accepted,
                    quarantined=sheet.quarantined,
                    ignored=sheet.ignored,
                )
        return totals

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
