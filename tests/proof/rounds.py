"""What the killed process does, round by round, and what must be true after every kill.

Run in a home of its own: `python rounds.py FOLDER LAST`. It first verifies what an earlier process
left, says so, and then works from the first round that is not done until LAST, or until it is killed.
A round imports one workbook of two sheets that corrects orders of the round before; every fourth
round also undoes what the round two before brought.
"""

from __future__ import annotations

import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

STORES = {"S01": "云溪店", "S02": "青麓店"}
AT = datetime(2026, 6, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
NEW_ORDERS, ORDERS, LINES = 6, 10, 2
ORDER_SHEET, LABOUR_SHEET = "工单", "维修项目"
ORDER_HEADER = ["门店", "工单号", "VIN", "车型", "开单时间", "结算日期", "维修金额", "工单状态"]
LABOUR_HEADER = ["门店", "工单号", "项目代码", "项目名称", "实收工时费"]
KIND_OF = {ORDER_SHEET: "repair_order", LABOUR_SHEET: "ro_labour"}
UNKNOWN_STORE = "无名店"

Rows = dict[tuple[str, str], list[int]]  # store, order -> amounts in fen


def told(number: int, sheet: str) -> Rows:
    """What the workbook of a round says of each order."""
    orders = [f"R{number * NEW_ORDERS + place:05d}" for place in range(ORDERS)]
    lines = 1 if sheet == ORDER_SHEET else LINES
    return {
        (list(STORES)[int(order[1:]) % len(STORES)], order): [
            10_000 * number + 100 * int(order[1:]) + 7 * line for line in range(lines)
        ]
        for order in orders
    }


def workbook(number: int, folder: Path) -> Path:
    import xlsxwriter

    path = folder / f"round-{number:05d}.xlsx"
    if path.exists():
        return path
    unfinished = path.with_suffix(".part")
    with xlsxwriter.Workbook(str(unfinished), {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 1, 1)})  # the same bytes after a kill
        for sheet in (ORDER_SHEET, LABOUR_SHEET):
            page = book.add_worksheet(sheet)
            for at, row in enumerate(_rows(number, sheet)):
                page.write_row(at, 0, row)
    unfinished.replace(path)
    return path


def _rows(number: int, sheet: str) -> list[list[object]]:
    if sheet == ORDER_SHEET:
        day = f"2026-0{1 + number % 3}-11"
        rows: list[list[object]] = [
            [store, order, f"LBV{int(order[1:]):014d}", "X5", f"{day} 09:00:00", day, fen / 100, "已结算"]
            for (store, order), [fen] in told(number, sheet).items()
        ]
        return [ORDER_HEADER, *rows, [UNKNOWN_STORE, *rows[0][1:]]]
    return [
        LABOUR_HEADER,
        *(
            [store, order, f"OP{place}", "更换机油", fen / 100]
            for (store, order), amounts in told(number, sheet).items()
            for place, fen in enumerate(amounts)
        ),
        [UNKNOWN_STORE, "R00000", "OP0", "更换机油", 1],
    ]


def work(folder: Path, last: int) -> None:
    """Every round that is not done yet, in order."""
    from biaogan.intake.actions import import_paths, undo_batch
    from biaogan.intake.staging import Options

    for number in range(_first_open(last), last + 1):
        import_paths(paths=[workbook(number, folder)], options=Options(), by=None, at=AT)
        for batch in _to_undo(number):
            undo_batch(batch=batch, by=None, at=AT)


def _first_open(last: int) -> int:
    """The first round whose sheets are not both there, or whose undo is not finished."""
    return next(
        (number for number in range(last) if len(_brought(number)) < len(KIND_OF) or _to_undo(number)), last
    )


def _brought(number: int) -> list[Any]:
    from biaogan.intake.models import Batch

    return list(Batch.objects.filter(file__name=f"round-{number:05d}.xlsx"))


def _to_undo(number: int) -> list[Any]:
    if number % 4 != 3:
        return []
    return [batch for batch in _brought(number - 2) if batch.state == "accepted"]


def verify(*, finished: int | None = None) -> dict[str, int]:
    """Asserts that batches, facts, ledger, audit and database tell one story; counts what there is."""
    from biaogan.intake.models import Batch, LakeState
    from biaogan.intake.state import newest, version_of
    from biaogan.org.audit import verify_chain

    active = list(Batch.objects.active().select_related("file"))
    state = newest()
    assert (state.version if state else "") == (version_of([b.code for b in active]) if state else "")
    assert [len(Batch.objects.filter(lake_states__isnull=True))] == [0], "a batch without its facts"
    for batch in Batch.objects.select_related("file"):
        _check_batch(batch)
    pins = state.pins if state else {}
    for sheet, kind in KIND_OF.items():
        _check_facts(kind, sheet, active, pins.get(kind))
    _check_vehicles(active, pins.get("vehicle"))
    doubled = Counter((b.file.sha256, b.sheet) for b in active).most_common(1)
    assert not doubled or doubled[0][1] == 1, doubled
    verdict = verify_chain()
    assert verdict.bad is None, verdict
    _check_database()
    if finished is not None:
        rounds = {b.file.name for b in Batch.objects.select_related("file")}
        assert len(rounds) == finished + 1
        assert Batch.objects.count() == len(KIND_OF) * (finished + 1)
        assert all(not _to_undo(number) for number in range(finished + 1))
    undone = Batch.objects.filter(state="undone").count()
    return {"active": len(active), "undone": undone, "states": LakeState.objects.count()}


def _check_batch(batch: Any) -> None:
    from biaogan.intake.actions import original
    from biaogan.intake.committing import refused_rows

    said = told(_number(batch), batch.sheet)
    assert batch.accepted == sum(map(len, said.values()))
    assert batch.quarantined == refused_rows(batch.code).height == 1
    assert batch.read == batch.accepted + batch.quarantined + batch.ignored
    assert sum(batch.stores.values_list("rows", flat=True)) == batch.accepted
    assert original(batch.file.sha256).stat().st_size == batch.file.size


def _number(batch: Any) -> int:
    return int(Path(batch.file.name).stem.removeprefix("round-"))


def _check_facts(kind: str, sheet: str, active: list[Any], pin: int | None) -> None:
    """The facts are the fold of the active batches in their order: each order as the last one told it."""
    from biaogan.intake.state import lake

    fold: dict[tuple[str, str], tuple[str, list[int]]] = {}
    for batch in active:
        if batch.sheet == sheet:
            fold |= {order: (batch.code, amounts) for order, amounts in told(_number(batch), sheet).items()}
    expected = Counter((*order, code, fen) for order, (code, amounts) in fold.items() for fen in amounts)
    amount = {"repair_order": "net_total_fen", "ro_labour": "net_amount_fen"}[kind]
    rows = lake().read(kind, pin).select("store", "ro_no", "batch", amount).collect()
    assert Counter(rows.iter_rows()) == expected, f"{kind}: facts are not the fold of the active batches"


def _check_vehicles(active: list[Any], pin: int | None) -> None:
    from biaogan.intake.state import lake

    known = {order for b in active if b.sheet == ORDER_SHEET for _, order in told(_number(b), b.sheet)}
    rows = lake().read("vehicle", pin).select("vin").collect()
    assert rows["vin"].n_unique() == rows.height == len(known)


def _check_database() -> None:
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert cursor.execute("PRAGMA foreign_key_check").fetchall() == []


def say(word: str, counts: dict[str, int]) -> None:
    sys.stdout.write(f"{word} {counts}\n")
    sys.stdout.flush()


def main(folder: Path, last: int, *, whole: bool) -> None:
    from biaogan.config.bootstrap import prepare

    prepare()
    from biaogan.org.actions import create_store
    from biaogan.org.models import Store

    for code, name in STORES.items():
        if not Store.objects.filter(code=code).exists():
            create_store(code=code, name=name, by=None)
    say("verified", verify())
    work(folder, last)
    say("finished", verify(finished=last if whole else None))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), whole=len(sys.argv) > 3)
