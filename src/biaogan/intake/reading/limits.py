"""How much of a file is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024
GIB = 1024 * MIB


@dataclass(frozen=True)
class Limits:
    """Bounds of one file, and of the process that reads it.

    A dealer's largest honest workbook (200,000 orders, 30 columns) is about 40 MiB, unzips to 230 MiB
    and holds six million cells; the defaults leave room for twice that.
    """

    max_file_bytes: int = 64 * MIB
    max_unzipped_bytes: int = GIB  # of the parts that are read, counted while they stream
    max_ratio: int = 200  # unzipped : zipped, judged above ratio_floor_bytes only
    ratio_floor_bytes: int = 16 * MIB
    max_entries: int = 2_000
    max_sheets: int = 255
    max_rows: int = 1_100_000
    max_columns: int = 16_384
    max_cells: int = 16_000_000  # rows × columns of one sheet, after empty rows are left out
    max_archive_bytes: int = 512 * MIB  # a zip of files
    max_archive_unzipped_bytes: int = 2 * GIB
    memory_bytes: int = 3 * GIB  # address space of the reading process, libraries included
    cpu_seconds: int = 60
    wall_seconds: int = 120
