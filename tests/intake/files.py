"""Small files as stores send them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.files.uploadedfile import SimpleUploadedFile

HEADER = (
    "门店,工单号,车牌号,VIN,车主,送修人电话,开单日期,预交车时间,结算日期,维修类型,工单状态,"
    "应付总金额,随车物品"
)


@dataclass(frozen=True)
class Order:
    ro_no: str = "R0001"
    store: str = "S01"
    plate: str = "云A12345"
    vin: str = "LBV00000000000001"
    owner: str = "欧阳测试"
    phone: str = "19900001111"
    opened: str = "2026-05-04 09:00:00"
    promised: str = "2026-05-04 15:30:00"
    settled: str = "2026-05-04 16:00:00"
    category: str = "一般维修"
    status: str = "已结算"
    total: str = "1200.00"
    other: str = "雨伞"

    def line(self) -> str:
        return ",".join(vars(self)[name] for name in ORDER)


ORDER = (
    "store", "ro_no", "plate", "vin", "owner", "phone", "opened", "promised", "settled", "category", "status",
    "total", "other",
)  # fmt: skip


def orders_csv(
    orders: Sequence[Order], name: str = "维修查询.csv", header: str = HEADER
) -> SimpleUploadedFile:
    text = "\n".join([header, *(order.line() for order in orders)]) + "\n"
    return SimpleUploadedFile(name, text.encode("utf-8-sig"), content_type="text/csv")


def several(number: int, **changes: str) -> list[Order]:
    """Orders R0001, R0002, … alike but for their number."""
    return [replace(Order(**changes), ro_no=f"R{place:04d}") for place in range(1, number + 1)]
