"""Workbooks of Excel 2007 and later: checked, then read as fast as their cells allow."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from .cells import check_size
from .grid import GridReader
from .limits import MIB, Limits
from .package import Package, SheetPart, children, main_part, relations, sheet_parts
from .refusal import Refusal, too_large
from .scan import SheetScan, declared_grid, scan_sheet
from .serials import serial_text
from .sheet import Content, RawSheet
from .styles import Styles, read_styles
from .texts import Patches, mend

if TYPE_CHECKING:
    from .sparse import SparseReader

SMALL_GRID = 1_000_000
BYTES_PER_CELL = 5  # a filled cell takes five times as much; a grid emptier than that is read cell by cell
LARGE_SPARSE = 48 * MIB  # reading this much cell by cell takes a minute
LARGE_PART = 16 * MIB  # from here on a sheet is scanned and read at the same time
Loaded = tuple[pl.DataFrame, Patches, bool]


def read_workbook(path: Path, limits: Limits) -> Content:
    package = Package(path, limits)
    workbook = main_part(package)
    if workbook.endswith(".bin"):
        return read_unscanned(path, limits, "xlsb")
    book = package.tree(workbook)
    parts = sheet_parts(package, workbook, book)
    if len(parts) > limits.max_sheets:
        raise too_large("工作表数", "sheets", len(parts), limits.max_sheets)
    if not parts:
        raise Refusal("not-a-table")
    epoch_1904 = any(item.get("date1904") in ("1", "true") for item in children(book, "workbookPr"))
    reader = WorkbookReader(path, package, check_shared(package, workbook), epoch_1904=epoch_1904)
    return Content("xlsx", [reader.read(part) for part in parts])


NO_STYLES = Styles()


@dataclass(frozen=True)
class Shared:
    """What all sheets of a workbook share."""

    styles: Styles = NO_STYLES
    texts: str | None = None  # the part that holds them


def check_shared(package: Package, workbook: str) -> Shared:
    shared = Shared()
    for kind, part in relations(package, workbook).values():
        if kind == "styles" and package.has(part):
            shared = replace(shared, styles=read_styles(package.tree(part)))
        elif kind == "sharedStrings" and package.has(part):
            package.check_part(part)
            shared = replace(shared, texts=part)
    return shared


class WorkbookReader:
    """Opens the workbook once for the fast reader and, only if needed, once for the careful one."""

    def __init__(self, path: Path, package: Package, shared: Shared, *, epoch_1904: bool) -> None:
        self.path = path
        self.package = package
        self.limits = package.limits
        self.shared = shared
        self.epoch_1904 = epoch_1904
        self.fast: GridReader | None = None
        self.careful: SparseReader | None = None

    def read(self, part: SheetPart) -> RawSheet:
        blocks = self.package.checked_stream(part.part)
        first = next(blocks, b"")
        blocks = chain([first], blocks)
        if self.package.size(part.part) < LARGE_PART or not self.affordable(declared_grid(first)):
            return self.read_scanned(part, scan_sheet(blocks, self.shared.styles))
        return self.read_large(part, blocks)

    def affordable(self, grid: int) -> bool:
        return 0 < grid <= self.limits.max_cells

    def read_large(self, part: SheetPart, blocks: Iterator[bytes]) -> RawSheet:
        """Scans and reads side by side: the reader leaves the interpreter free meanwhile."""
        with ThreadPoolExecutor(1) as thread:
            loading = thread.submit(self.load, part, with_errors=False)
            scan = scan_sheet(blocks, self.shared.styles)
            return self.read_scanned(part, scan, loading)

    def read_scanned(
        self, part: SheetPart, scan: SheetScan, loading: Future[Loaded] | None = None
    ) -> RawSheet:
        if not self.is_plain(part, scan):
            return RawSheet(part.name, self.read_carefully(part, scan), part.hidden, tuple(scan.merged))
        if loading is None or scan.has_errors:
            frame, errors, _ = self.load(part, with_errors=scan.has_errors)
        else:
            frame, errors, _ = loading.result()
        cells = mend(frame, scan, errors | self.serial_patches(scan), epoch_1904=self.epoch_1904)
        return RawSheet(part.name, cells, part.hidden, tuple(scan.merged))

    def is_plain(self, part: SheetPart, scan: SheetScan) -> bool:
        """Whether the fast reader gives every cell rightly and its grid is affordable."""
        filled = self.package.size(part.part) // BYTES_PER_CELL
        return scan.regular and scan.grid <= min(self.limits.max_cells, max(SMALL_GRID, filled))

    def read_carefully(self, part: SheetPart, scan: SheetScan) -> pl.DataFrame:
        if self.package.size(part.part) > LARGE_SPARSE:
            raise too_large("单元格数", "cells", scan.grid, self.limits.max_cells)
        from .sparse import SparseReader  # late: openpyxl takes longer to import than most files to read

        self.careful = self.careful or SparseReader(
            self.package, self.shared.texts, self.shared.styles, epoch_1904=self.epoch_1904
        )
        return self.careful.read(part.part)

    def load(self, part: SheetPart, *, with_errors: bool) -> Loaded:
        self.fast = self.fast or GridReader(self.path)
        return self.fast.read(part.name, with_errors=with_errors)

    def serial_patches(self, scan: SheetScan) -> Patches:
        return {
            place: serial_text(value, nature, epoch_1904=self.epoch_1904)
            for place, (nature, value) in scan.serials.items()
        }


def read_unscanned(path: Path, limits: Limits, format_: str) -> Content:
    """Binary (.xlsb) and OpenDocument (.ods) files: nothing looks at the cells beforehand, so the bounds
    of this process alone stand guard.
    """
    reader = GridReader(path)
    names = reader.book.sheet_names
    if len(names) > limits.max_sheets:
        raise too_large("工作表数", "sheets", len(names), limits.max_sheets)
    sheets = []
    for name in names:
        frame, errors, hidden = reader.read(name, with_errors=True)
        check_size(frame.height, frame.width - 1, limits)
        every = set(range(frame.width - 1))  # which of them hold dates and flags is unknown
        scan = SheetScan(date_columns=every, flag_columns=every)
        cells = mend(frame, scan, errors, epoch_1904=False)
        sheets.append(RawSheet(name, cells, hidden))
    return Content(format_, sheets)
