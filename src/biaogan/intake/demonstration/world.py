"""One store grown whole: all its facts as frames, before they are written down in a dealer's manner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from biaogan.intake.demonstration import accounts, checks, contracts, crew, diary, voices
from biaogan.intake.demonstration.chance import Array, words
from biaogan.intake.demonstration.course import course_of
from biaogan.intake.demonstration.fleet import Fleet, grow_fleet, with_guests
from biaogan.intake.demonstration.lines import Lines, order_totals, resettled, with_reversals
from biaogan.intake.demonstration.orders import Orders
from biaogan.intake.demonstration.region import BRAND, MODELS, SERIES, STORES, DemoStore, Size, month_names
from biaogan.intake.demonstration.seasons import Calendar
from biaogan.intake.demonstration.traffic import visits

HEADER_ONLY = ("S06",)  # this store exports order totals and no lines
STAFF_BY_NUMBER = ("S04", "S08")  # these stores print staff numbers where others print names
BIZ = {
    "maintenance": "maintenance", "repair": "repair", "warranty": "warranty", "accident": "accident",
    "wash": "wash", "accessories": "accessories", "pdi": "pdi", "internal": "internal", "rework": "repair",
}  # fmt: skip
RO_TYPE = {"rework": "rework", "accessories": "sale", "warranty": "claim"}


@dataclass
class Grown:
    """The facts of one store. Money in fen, moments in local time; one frame per kind."""

    store: DemoStore
    months: list[str]
    frames: dict[str, pl.DataFrame]
    money: pl.DataFrame


def grow_store(store: DemoStore, *, size: Size, until: date, seed: int) -> Grown:
    course = course_of(store, months=size.months, seed=seed)
    number = STORES.index(store)
    fleet = _vehicles_of(number, size=size, until=until, seed=seed)
    neighbour = _vehicles_of((number + 1) % len(STORES), size=size, until=until, seed=seed)
    fleet = with_guests(fleet, neighbour, code=store.code, seed=seed)
    traffic, calendar = visits(fleet, course, code=store.code, size=size, until=until, seed=seed)
    grower = Orders(code=store.code, fleet=fleet, course=course, calendar=calendar, until=until, seed=seed)
    orders = grower.grow(traffic)
    people = crew.grow_crew(number, store.code, course=course, size=size, until=until, seed=seed)
    orders = crew.assigned(
        orders, people, code=store.code, seed=seed, by_number=store.code in STAFF_BY_NUMBER
    )
    month = month_index(orders, calendar)
    orders = accounts.with_promotions(orders, course.promotion[month], code=store.code, seed=seed)
    appointments, orders = diary.appointments(orders, fleet, course, month, code=store.code, seed=seed)
    lines = Lines(
        code=store.code, orders=orders, course=course, seed=seed, month=month,
        series=fleet.series[orders["vehicle"].to_numpy()],
    )  # fmt: skip
    months = month_names(until, size.months)
    frames = _paper(lines.labour(), lines.parts(), orders, fleet)
    if store.code in HEADER_ONLY:
        frames["repair_order"] = _with_extras(frames["repair_order"])
    frames["appointment"] = appointments
    frames["survey"] = voices.surveys(orders, fleet, course, month, code=store.code, seed=seed, until=until)
    frames["complaint"] = voices.complaints(
        orders, fleet, course, month, code=store.code, seed=seed, until=until
    )
    frames |= _team(people, frames["ro_labour"], calendar, size=size, code=store.code, seed=seed)
    money = accounts.monthly_money(frames["ro_labour"], frames["ro_part"])
    frames["finance_month"] = accounts.finance(money, months=months, code=store.code, seed=seed)
    frames["part_stock"] = accounts.stock(frames["ro_part"], months=months, code=store.code, seed=seed)
    frames["part_demand"] = accounts.demand(frames["ro_part"], code=store.code, seed=seed)
    frames |= _contracts(frames, orders, fleet, months=months, until=until, code=store.code, seed=seed)
    return Grown(store, months, frames, money)


def _contracts(
    frames: dict[str, pl.DataFrame],
    orders: pl.DataFrame,
    fleet: Fleet,
    *,
    months: list[str],
    until: date,
    code: str,
    seed: int,
) -> dict[str, pl.DataFrame]:
    """What runs beside the orders: insurance, warranties, debts, tows, the store's own report."""
    first = date(int(months[0][:4]), int(months[0][5:]), 1)
    return {
        "insurance_policy": contracts.policies(fleet, first=first, until=until, code=code, seed=seed),
        "service_product": contracts.products(fleet, first=first, until=until, code=code, seed=seed),
        "receivable": contracts.receivables(frames["settlement"], until=until, code=code, seed=seed),
        "ro_misc": contracts.towing(frames["repair_order"]),
        "reported_kpi": checks.reported(orders, months=months, code=code, seed=seed),
    }


def _vehicles_of(number: int, *, size: Size, until: date, seed: int) -> Fleet:
    store = STORES[number]
    course = course_of(store, months=size.months, seed=seed)
    return grow_fleet(
        number, store.code, size=size, until=until, seed=seed, scale=course.size, loyalty=course.loyalty
    )


def month_index(orders: pl.DataFrame, calendar: Calendar) -> Array:
    opened = orders["opened_at"].to_numpy().astype("datetime64[M]").astype("int64")
    index: Array = opened - calendar.first.astype("datetime64[M]").astype("int64")
    return index


def _paper(
    labour: pl.DataFrame, parts: pl.DataFrame, orders: pl.DataFrame, fleet: Fleet
) -> dict[str, pl.DataFrame]:
    """Orders with their totals and vehicles, lines with reversals, settlements."""
    first = order_totals(labour, parts, orders).with_columns(version=pl.lit(0))
    turned = first.filter(pl.col("reversed") & pl.col("settled_at").is_not_null())
    last = order_totals(resettled(labour), parts, orders).filter(
        pl.col("ro_no").is_in(turned["ro_no"].implode())
    )
    rows = _described(pl.concat([first, _reversal(turned), _again(last)]), fleet)
    on_paper = _described(orders, fleet).select(
        "ro_no", "vin", "plate", "owner", "owner_phone", "model", "series"
    )
    final_day = rows.group_by("ro_no").agg(final=pl.col("settled_at").max())
    lined = [
        with_reversals(lines)
        .join(on_paper, on="ro_no", how="left", maintain_order="left")
        .join(final_day, on="ro_no", how="left", maintain_order="left")
        .with_columns(
            settled_at=pl.col("final"),
            dispatched_at=pl.col("opened_at"),
            finished_at=pl.col("completed_at"),
            issued_at=pl.col("opened_at"),
        )
        for lines in (labour, parts)
    ]  # fmt: skip
    settled = rows.filter(pl.col("settled_at").is_not_null())
    return {
        "repair_order": rows.sort("opened_at", "ro_no", "version"),
        "ro_labour": lined[0],
        "ro_part": lined[1].with_columns(is_return=pl.col("qty") < 0),
        "settlement": settled.with_columns(
            settle_no=pl.format("JS{}{}", pl.col("ro_no"), pl.col("version")),
            payer_name=pl.when(pl.col("payer") == "INS").then(pl.col("insurer")).otherwise(pl.col("owner")),
        ).sort("settled_at", "ro_no", "version"),
        "vehicle": _vehicles(fleet, orders),
    }


MONEY = ("labour_total", "labour_list", "parts_total", "parts_list", "sales_parts_total", "list_total",
         "net_total", "discount_total", "labour_discount", "parts_discount")  # fmt: skip


def _with_extras(rows: pl.DataFrame) -> pl.DataFrame:
    """A tow or a courier now and then; only order totals show it."""
    towed = (pl.col("cause") == "accident") & (pl.col("edited") < 0.08) & (pl.col("version") == 0)
    rows = rows.with_columns(misc_total=pl.when(towed & ~pl.col("reversed")).then(30_000).otherwise(0))
    return rows.with_columns(
        list_total=pl.col("list_total") + pl.col("misc_total"),
        net_total=pl.col("net_total") + pl.col("misc_total"),
    )


def _reversal(turned: pl.DataFrame) -> pl.DataFrame:
    return turned.with_columns(
        [-pl.col(name) for name in MONEY],
        settled_at=pl.col("settled_at") + timedelta(hours=3),
        version=pl.lit(1),
    )


def _again(last: pl.DataFrame) -> pl.DataFrame:
    return last.with_columns(settled_at=pl.col("settled_at") + timedelta(hours=4), version=pl.lit(2))


def _described(orders: pl.DataFrame, fleet: Fleet) -> pl.DataFrame:
    vehicle = orders["vehicle"].to_numpy()
    series = fleet.series[vehicle]
    texts = {"vin": fleet.vin, "plate": fleet.plate, "owner": fleet.owner, "owner_phone": fleet.phone,
             "customer_id": fleet.customer_id}  # fmt: skip
    return orders.with_columns(
        **{name: words(values[vehicle]) for name, values in texts.items()},
        model=words(np.array(MODELS, dtype=object)[series]),
        series=words(np.array(SERIES, dtype=object)[series]),
        brand=pl.lit(BRAND),
        sale_date=pl.Series(fleet.sold[vehicle].astype("datetime64[us]")).dt.date(),
        sold_by_store=pl.Series(fleet.own[vehicle]),
        insurer=pl.when(pl.col("payer") == "INS").then(pl.lit("安远财险")),
        ro_type=pl.col("cause").replace_strict(RO_TYPE, default="repair"),
        biz_type=pl.col("cause").replace_strict(BIZ),
        arrived_at=pl.col("arrived"),
        deliverer=words(fleet.owner[vehicle]),
        deliverer_phone=words(fleet.phone[vehicle]),
    )


def _vehicles(fleet: Fleet, orders: pl.DataFrame) -> pl.DataFrame:
    """Own-sold vehicles and those that came at least once."""
    seen = orders.group_by("vehicle").agg(
        mileage_last=pl.col("mileage_in").max(), last_visit_date=pl.col("opened_at").max().dt.date()
    )
    until = orders["opened_at"].max()
    table = pl.DataFrame(
        {
            "vehicle": np.arange(len(fleet)),
            "is_own": fleet.own,
            "registered_date": pl.Series((fleet.sold + 7).astype("datetime64[us]")).dt.date(),
            "daily_km": np.round(fleet.daily_km, 1),
        }
    ).with_columns(payer=pl.lit("CP"), cause=pl.lit("repair"), arrived=pl.lit(until))
    table = _described(table, fleet).join(seen, on="vehicle", how="left", maintain_order="left")
    table = table.filter(pl.col("is_own") | pl.col("last_visit_date").is_not_null())
    return table.with_columns(
        warranty_end=pl.col("sale_date").dt.offset_by("3y"), warranty_start=pl.col("sale_date"),
        powertrain=pl.when(pl.col("series") == SERIES[3]).then(pl.lit("纯电")).otherwise(pl.lit("汽油")),
    )  # fmt: skip


def _team(
    people: crew.Crew, labour: pl.DataFrame, calendar: Calendar, *, size: Size, code: str, seed: int
) -> dict[str, pl.DataFrame]:
    external = labour.filter(
        pl.col("settled_at").is_not_null() & ~pl.col("is_internal") & (pl.col("payer") != "INT")
    )
    sold = dict(
        external.group_by(pl.col("settled_at").dt.strftime("%Y-%m"))
        .agg(pl.col("std_hours").sum())
        .iter_rows()
    )
    every_day = np.arange(calendar.first, calendar.last + np.timedelta64(1, "D"))
    open_days = [day.item() for day in every_day[calendar.weights > 0]]
    return {
        "staff": people.roster,
        "position_plan": people.plan,
        "attendance": crew.attendance(people, sold, open_days, code=code, seed=seed),
        "training_record": crew.training(people, size=size, code=code, seed=seed),
        "certification": crew.certificates(people, code=code, seed=seed),
    }
