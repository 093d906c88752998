"""The invented region's people, accounts, targets and vehicles: the kinds that are not drawn from orders."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
from region import MODELS, Size, checked, named, picked, sale_dates, some

PEOPLE, TECHNICIANS = 40, 14
DAYS = 24


def frames(size: Size) -> Iterator[tuple[str, pl.DataFrame]]:
    draw = np.random.default_rng(7)
    yield "staff", staff(size, draw)
    yield "certification", certificates(size)
    yield "position_plan", posts(size)
    yield "attendance", attendance(size, draw)
    yield "training_record", courses(size, draw)
    yield "finance_month", accounts(size, draw)
    yield "target", targets(size)
    yield "vehicle", vehicles(size)


def _people(size: Size) -> tuple[np.ndarray, np.ndarray]:
    return np.repeat(np.arange(size.stores), PEOPLE), np.tile(np.arange(PEOPLE), size.stores)


def _ids(store: np.ndarray, person: np.ndarray) -> pl.Series:
    return named("tech", store, person)


def staff(size: Size, draw: np.random.Generator) -> pl.DataFrame:
    store, person = _people(size)
    hired = np.datetime64("2015-01-01") + draw.integers(0, 3_600, len(store))
    left = hired + draw.integers(200, 6_000, len(store))
    gone = left < np.datetime64("2025-12-01")
    leaving = picked(["voluntary", "involuntary", "transfer"], draw.integers(0, 3, len(store)))
    return checked("staff", {
        "store": picked(size.codes, store), "staff_id": _ids(store, person),
        "position": picked(["机电技师", "钣喷技师", "服务顾问", "配件"], person % 4),
        "is_technician": person < TECHNICIANS, "hire_date": hired,
        "leave_date": some(left, gone), "leave_type": some(leaving, gone),
    })  # fmt: skip


def certificates(size: Size) -> pl.DataFrame:
    store, person = _people(size)
    issued = np.datetime64("2021-03-01") + (store * 37 + person * 61) % 1_500
    return checked("certification", {
        "store": picked(size.codes, store), "staff_id": _ids(store, person),
        "cert_code": picked(["高压电", "诊断"], person % 2), "issued_at": issued,
        "expires_at": some(issued + 730, person % 3 > 0),
    })  # fmt: skip


def _months(size: Size, each: int = 1) -> tuple[pl.Series, pl.Series]:
    stores = np.repeat(np.arange(size.stores), size.months * each)
    months = np.tile(np.repeat(np.arange(size.months), each), size.stores)
    return picked(size.codes, stores), picked(size.all_months, months)


def posts(size: Size) -> pl.DataFrame:
    store, month = _months(size, 4)
    return checked("position_plan", {
        "store": store, "month": month,
        "position": picked(["机电技师", "钣喷技师", "服务顾问", "配件"], np.arange(len(store)) % 4),
        "planned_posts": np.full(len(store), 10), "is_key": np.arange(len(store)) % 4 < 3,
    })  # fmt: skip


def attendance(size: Size, draw: np.random.Generator) -> pl.DataFrame:
    store = np.repeat(np.arange(size.stores), size.months * TECHNICIANS * DAYS)
    rest = np.arange(len(store)) % (size.months * TECHNICIANS * DAYS)
    month = np.array(size.all_months, dtype="datetime64[M]")[rest // (TECHNICIANS * DAYS)]
    attended = draw.integers(60, 100, len(store)) * 100
    return checked("attendance", {
        "store": picked(size.codes, store), "staff_id": _ids(store, rest // DAYS % TECHNICIANS),
        "date": month.astype("datetime64[D]") + rest % DAYS, "attended_hours_milli": attended,
        "clocked_hours_milli": attended * 4 // 5,
    })  # fmt: skip


def courses(size: Size, draw: np.random.Generator) -> pl.DataFrame:
    store, person = _people(size)
    store, person = np.tile(store, size.months), np.tile(person, size.months)
    month = np.repeat(np.array(size.all_months, dtype="datetime64[M]"), size.stores * PEOPLE)
    due = month.astype("datetime64[D]") + 19
    return checked("training_record", {
        "store": picked(size.codes, store), "staff_id": _ids(store, person),
        "course_id": named("K", month.astype(int)), "due_date": due,
        "completed_at": due + draw.integers(-15, 4, len(store)),
        "result": picked(["passed", "failed", "attended"], draw.choice(3, len(store), p=[0.9, 0.05, 0.05])),
    })  # fmt: skip


def accounts(size: Size, draw: np.random.Generator) -> pl.DataFrame:
    store, month = _months(size)
    profit = draw.integers(80_000_000, 150_000_000, len(store))
    return checked("finance_month", {
        "store": store, "month": month, "gp_aftersales_fen": profit,
        "overhead_total_fen": profit * 3 // 2, "newcar_variable_fen": profit // 5,
        "fixed_cost_fen": profit * 9 // 10, "personnel_cost_fen": profit // 3,
        "opex_aftersales_fen": profit // 2,
    })  # fmt: skip


def targets(size: Size) -> pl.DataFrame:
    store, month = _months(size)
    return checked("target", {
        "store": store, "month": month, "kpi_code": picked(["revenue"], np.zeros(len(store), int)),
        "value_milli": np.full(len(store), size.orders * 2_000_000), "version": np.ones(len(store), int),
    })  # fmt: skip


def vehicles(size: Size) -> pl.DataFrame:
    """The whole fleet; three of four were sold by the store they come to."""
    car = np.arange(size.stores * size.orders * 6)
    return checked("vehicle", {
        "store": picked(size.codes, car // (size.orders * 6)), "vin": named("vehicle", car),
        "plate": named("plate", car), "model": picked(MODELS, car % len(MODELS)),
        "sale_date": sale_dates(car), "sold_by_store": car % 4 > 0,
    })  # fmt: skip
