"""Grows the region and writes its files, store by store, in the order in which they were sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import polars as pl

from biaogan.intake.demonstration import accounts, checks, layouts
from biaogan.intake.demonstration.books import HABITS
from biaogan.intake.demonstration.layouts import Layout
from biaogan.intake.demonstration.messes import spoil
from biaogan.intake.demonstration.region import BRAND, STORES, DemoStore, Size, month_names
from biaogan.intake.demonstration.sending import Period, Sending, in_order, of_period
from biaogan.intake.demonstration.sheets import Sheet, Style, file_name, sheet
from biaogan.intake.demonstration.world import grow_store
from biaogan.intake.demonstration.writers import SUFFIX, TYPED_SHAPES, write

Progress = Callable[[int, int, str], None]
REGION = "region"  # folder of the files that speak of all stores
TEMPLATE_NOTE = (
    "导入文件要求首行空行，文件内容从B列开始，(*)列为必须填写，VIN必须为17位；日期列的格式为YYYY-MM-DD"
)
REQUIRED = ("ro_no", "opened_at", "vin", "staff_id", "hire_date")


def grow(
    folder: Path, *, size: Size, until: date, seed: int = 20260101, progress: Progress | None = None
) -> Iterator[Path]:
    """Writes the region's files below `folder` and yields each as soon as it is there.

    A file's parent folder is named after its store's code (`region` for files about all stores).
    `until` is the last day of data. `manifest.json` in `folder` says what each file holds; it comes last.
    """
    stores = STORES[: size.stores]
    manifest: list[dict[str, object]] = []
    money: dict[str, pl.DataFrame] = {}
    for number, store in enumerate(stores):
        if progress:
            progress(number, len(stores), store.name)
        grown = grow_store(store, size=size, until=until, seed=seed)
        money[store.code] = grown.money
        for book in in_order(grown, size):
            yield _written(folder, store.code, grown.frames, book, until, manifest)
    yield from _region_files(folder, stores, money, size=size, until=until, seed=seed, manifest=manifest)
    (folder / "manifest.json").write_text(
        json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    if progress:
        progress(len(stores), len(stores), "")


def _written(
    folder: Path,
    code: str,
    frames: dict[str, pl.DataFrame],
    sending: Sending,
    until: date,
    manifest: list[dict[str, object]],
) -> Path:
    store = next(store for store in STORES if store.code == code)
    sheets = [
        made
        for name, layout in sending.layouts
        for made in _sheets(frames, store, sending, name, layout, until)
    ]
    name = "_".join(part for part in (store.aliases[0], sending.book.title, sending.period.name) if part)
    path = folder / code / (file_name(name) + SUFFIX[sending.shape])
    write(path, sheets, sending.shape)
    manifest.append(_entry(folder, path, code, sending.shape, sheets))
    return path


def _sheets(
    frames: dict[str, pl.DataFrame],
    store: DemoStore,
    sending: Sending,
    name: str,
    layout: Layout,
    until: date,
) -> Iterator[Sheet]:
    """The sheets of one layout: one, or one per month."""
    printed = min(sending.period.end.date(), until)
    habit = HABITS[store.code]
    style = _typed(habit.style) if sending.shape in TYPED_SHAPES else habit.style.as_text()
    if sending.is_archive:
        style = Style(style.dialect, style.dates)
    periods = [sending.period]
    if sending.shape == "sheet-per-month":
        periods = [Period(month, (month,)) for month in sending.period.months]
    written_as = (store.code, store.name, *store.aliases)[habit.store]
    for period in periods:
        frame = of_period(frames[layout.kind], layout.kind, period)
        label = f"{int(period.name[5:])}月" if sending.shape == "sheet-per-month" else name
        if len(periods) > 1 and frame.is_empty():
            continue
        made = sheet(frame, layout, style, name=label, store=written_as, printed=printed)
        _dressed(made, sending, printed)
        if not sending.is_archive and period.months[-1] == f"{until:%Y-%m}":
            spoil(made, layout, store.code, period.name)
        yield made


def _typed(style: Style) -> Style:
    return Style(
        style.dialect, style.dates, style.money, style.ids_as_numbers, style.totals, style.footer,
        repeat_every=0, typed=True,
    )  # fmt: skip


def _dressed(made: Sheet, sending: Sending, printed: date) -> None:
    """What a system prints around the data."""
    if sending.shape == "xls-title":
        made.above = [
            [sending.book.title],
            ["导出日期:", f"{printed:%Y/%m/%d} 18:05:12", "导出人:", "系统管理员"],
            [],
        ]
    if sending.shape == "xlsx-template":
        source = dict(sending.layouts[0][1].columns)
        made.headers = [f"{header}（*）" if source[header] in REQUIRED else header for header in made.headers]
        made.above, made.left = [[TEMPLATE_NOTE]], 1
        made.sample = ["示例信息，导入时删除", *[None] * (len(made.headers) - 1)]


def _entry(folder: Path, path: Path, code: str, shape: str, sheets: list[Sheet]) -> dict[str, object]:
    return {
        "path": path.relative_to(folder).as_posix(),
        "store": code,
        "shape": shape,
        "sheets": [
            {
                "sheet": made.name, "kind": made.kind, "header_row": made.header_row, "rows": made.rows,
                "ignored": made.ignored, "doubled": made.doubled, "refused": made.refused,
            }
            for made in sheets
        ],
    }  # fmt: skip


def _region_files(
    folder: Path,
    stores: tuple[DemoStore, ...],
    money: dict[str, pl.DataFrame],
    *,
    size: Size,
    until: date,
    seed: int,
    manifest: list[dict[str, object]],
) -> Iterator[Path]:
    months = month_names(until, size.months)
    tables = {
        "门店清单": (layouts.STORE, _store_list(stores, size)),
        "目标": (layouts.TARGET, accounts.targets(money, months=months, seed=seed)),
        "检查记录": (
            layouts.INSPECTION,
            checks.inspections(stores, months=months, until=until, seed=seed),
        ),
        "活动": (layouts.PROMOTION, accounts.promotions(stores, size=size, until=until)),
    }
    for title, (layout, frame) in tables.items():
        made = sheet(frame, layout, Style(typed=True, dates="cell"), name=title, store="", printed=until)
        path = folder / REGION / f"{title}.xlsx"
        write(path, [made], "xlsx")
        manifest.append(_entry(folder, path, REGION, "xlsx", [made]))
        yield path


def _store_list(stores: tuple[DemoStore, ...], size: Size) -> pl.DataFrame:
    bays = max(4, round(size.orders_per_store_month / 60))
    return pl.DataFrame(
        {
            "store": [store.code for store in stores],
            "store_name": [store.name for store in stores],
            "brand": [BRAND] * len(stores),
            "city": [store.city for store in stores],
            "region": ["云岭区域"] * len(stores),
            "bays_mech": [bays] * len(stores),
            "bays_body": [max(2, bays // 2)] * len(stores),
        }
    )
