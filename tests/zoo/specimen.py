"""A specimen: how its bytes are made, what the file is called, and what reading must say of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Cell = tuple[int, str]  # line, column such as c0


@dataclass(frozen=True)
class Sheet:
    """A sheet that must come out: the number of rows with content, and what some cells must hold."""

    rows: int
    cells: dict[Cell, str | None] | None = None
    name: str | None = None
    hidden: bool = False


@dataclass(frozen=True)
class Specimen:
    """Exactly one of `sheets` and `refused` is given; `verdict` is what the whole intake must say."""

    name: str
    file: str
    make: Callable[[], bytes]
    sheets: tuple[Sheet, ...] = ()
    refused: str | None = None
    verdict: str | None = None


HEADERS = ["工单号", "VIN", "开单日期", "结算日期", "维修类型", "工时费", "备注"]
ORDERS = [
    ["RO2503001", "LSVAA4180E2100001", "2025-03-01", "2025-03-02", "保养", "380.50", "换机油"],
    ["RO2503002", "LSVAA4180E2100002", "2025-03-03", "2025-03-03", "事故", "12600.00", "左前门, 喷漆"],
    ["RO2503003", "LSVAA4180E2100003", "2025-03-05", "2025-03-07", "一般维修", "95.00", ""],
]
TABLE = [HEADERS, *ORDERS]
# What the first and the last order must read as, wherever the table stands.
FIRST = {(2, "c0"): "RO2503001", (2, "c5"): "380.50", (4, "c6"): None}
