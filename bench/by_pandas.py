"""A good part of the same figures in pandas, from the same files of the lake, as an analyst would write it.

Vectorised throughout; only the columns that are needed are read. The metrics are those of SLUGS; what takes
pages of frames (returns within thirty days, appointments, follow-up, services due, people) is left out.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd

KEY = ["store", "ro_no"]
PLACE = ["store", "month"]
SLUGS = (
    "labour-revenue", "parts-revenue", "accessory-revenue", "internal-revenue", "accident-share",
    "warranty-share", "effective-labour-rate", "discount-ratio", "parts-labour-ratio", "labour-gross-margin",
    "parts-gross-margin", "hours-per-visit", "visits", "ro-count", "on-time-delivery", "cycle-time-median",
    "cycle-time-p90", "active-vehicles", "retention", "churn", "csi", "nps", "survey-response",
)  # fmt: skip
Series = pd.Series


def month_of(moments: Series) -> Series:
    return (moments.dt.year * 12 + moments.dt.month - 1).astype("Int64")


def read(files: dict[str, list[str]], kind: str, columns: str) -> pd.DataFrame:
    return pd.read_parquet(files[kind], columns=columns.split(), partitioning=None)


def orders_of(files: dict[str, list[str]], marks: pd.DataFrame) -> pd.DataFrame:
    own = read(
        files,
        "repair_order",
        "store ro_no vin plate opened_at arrived_at completed_at settled_at delivered_at promised_first "
        "biz_type biz_type_text ro_type status is_void is_internal surviving parent_ro_no",
    )
    own = own[own.surviving.fillna(value=False) & ~own.is_void.eq(other=True) & ~own.status.eq("void")].copy()
    own["internal"] = own.is_internal.eq(other=True) | own.biz_type.eq("internal")
    own["counter"] = own.ro_type.eq("sale") | own.biz_type_text.eq("精品销售")
    own["rework"] = own.ro_type.eq("rework")
    whose = own.vin.fillna("plate " + own.plate).fillna("order " + own.ro_no)
    day = own.opened_at.dt.strftime("%Y-%m-%d")
    own["alone"] = (whose.where(~own.rework, "rework " + own.ro_no) + " " + day).where(
        ~own.internal & ~own.counter
    )
    heads = own[["store", "ro_no", "alone"]].dropna()
    heads.columns = ["store", "parent_ro_no", "joins"]
    own = own.merge(heads, on=["store", "parent_ro_no"], how="left")
    own["visit"] = own.joins.where(~own.rework & own.alone.notna()).fillna(own.alone)
    own["settled_month"] = month_of(own.settled_at)
    own["opened_month"] = month_of(own.opened_at)
    return own.merge(marks, on=KEY, how="left")


def lines_of(files: dict[str, list[str]]) -> pd.DataFrame:
    labour = read(
        files, "ro_labour", "store ro_no payer net_amount_fen list_amount_fen cost_amount_fen std_hours_milli"
    )
    parts = read(
        files, "ro_part", "store ro_no payer part_class net_amount_fen list_amount_fen cost_amount_fen"
    )
    misc = read(files, "ro_misc", "store ro_no payer amount_fen").rename(
        columns={"amount_fen": "net_amount_fen"}
    )
    labour["what"], misc["what"] = "labour", "misc"
    parts["what"] = np.where(parts.part_class.isin(["accessory", "care"]), "accessories", "parts")
    names = {"net_amount_fen": "net", "list_amount_fen": "listed", "cost_amount_fen": "cost"}
    return pd.concat([labour, parts, misc]).rename(columns=names | {"std_hours_milli": "hours"})


def money_of(files: dict[str, list[str]], lines: pd.DataFrame, orders: pd.DataFrame) -> pd.DataFrame:
    kept = [*KEY, "settled_month", "internal", "counter", "biz_type"]
    rows = lines.merge(orders[kept], on=KEY).rename(columns={"settled_month": "month"})
    totals = read(
        files,
        "repair_order",
        "store ro_no settled_at labour_total_fen parts_total_fen misc_total_fen net_total_fen",
    )
    bare = orders[orders.lined.isna() & orders.settled_at.notna()]
    totals = totals.drop(columns="settled_at").merge(bare[[*kept, "settled_at", "has_misc"]], on=KEY)
    undivided = totals.labour_total_fen.isna() & totals.parts_total_fen.isna()
    totals["misc"] = totals.misc_total_fen.fillna(totals.net_total_fen.where(undivided)).where(
        ~totals.has_misc.eq(other=True)
    )
    totals["month"] = month_of(totals.settled_at)
    long = totals.melt(
        id_vars=["store", "ro_no", "month", "internal", "counter", "biz_type"],
        value_vars=["labour_total_fen", "parts_total_fen", "misc"], var_name="what", value_name="net",
    )  # fmt: skip
    long["what"] = long.what.str.removesuffix("_total_fen")
    rows = pd.concat([rows, long[long.net.notna()]])
    rows = rows[rows.month.notna()].copy()
    rows["external"] = ~rows.internal & ~rows.payer.eq("INT")
    return rows


def visits_of(orders: pd.DataFrame) -> pd.DataFrame:
    of_visits = orders[orders.visit.notna()].copy()
    ready = of_visits.completed_at.fillna(of_visits.delivered_at).fillna(of_visits.settled_at)
    of_visits["promised"] = of_visits.promised_first.notna()
    of_visits["late"] = of_visits.promised & ~(ready <= of_visits.promised_first + pd.Timedelta(minutes=15))
    of_visits["wash"] = of_visits.biz_type.eq("wash")
    of_visits["accident"] = of_visits.biz_type.eq("accident")
    found = of_visits.groupby(["store", "visit"]).agg(
        vin=("vin", "min"), opened_at=("opened_at", "min"), arrived_at=("arrived_at", "min"),
        settled_at=("settled_at", "min"), handed_over_at=("delivered_at", "max"),
        promised=("promised", "any"),
        late=("late", "any"), wash=("wash", "all"), accident=("accident", "all"),
    ).reset_index()  # fmt: skip
    found["settled"] = found.settled_at.notna()
    found["settled_month"] = month_of(found.settled_at)
    delivered = found.handed_over_at.fillna(found.settled_at)
    found["delivered_month"] = month_of(delivered).where(found.settled)
    arrived = found.arrived_at.fillna(found.opened_at)
    found["seconds"] = (found.handed_over_at - arrived).dt.total_seconds()
    return found


class Answer:
    """Collects slug, place, month, value; stores first, the region from their sums unless it is recounted."""

    def __init__(self, stores: list[str], months: range) -> None:
        self.months = pd.Index(months, name="month")
        self.index = pd.MultiIndex.from_product([stores, months], names=PLACE)
        self.found: list[pd.DataFrame] = []
        self.income = pd.Series(dtype=float)

    def by_place(self, sums: Series) -> Series:
        return sums.reindex(self.index).astype(float)

    def share(self, slug: str, top: Series, bottom: Series, factor: float = 1) -> None:
        for name in ("store", "region"):
            over, under = self.of(top, name), self.of(bottom, name)
            self.keep(slug, (over / under.where(under != 0)) * factor)

    def total(self, slug: str, top: Series) -> None:
        for name in ("store", "region"):
            self.keep(slug, self.of(top, name))

    def of(self, sums: Series, name: str) -> Series:
        whole = self.by_place(sums)
        if name == "store":
            return whole
        region = whole.groupby("month").sum(min_count=1)
        return pd.concat({"region": region}, names=["store"])

    def keep(self, slug: str, values: Series) -> None:
        frame = values.rename("value").reset_index()
        self.found.append(frame.assign(slug=slug).rename(columns={"store": "place"}))


def add_money(answer: Answer, rows: pd.DataFrame, visits: Series) -> None:
    def summed(mask: Series, column: str = "net") -> Series:
        return rows[mask].groupby(PLACE)[column].sum(min_count=1)

    outside, what, payer = rows.external, rows.what, rows.payer
    revenue = {name: summed(outside & what.eq(name)) for name in ("labour", "parts", "accessories", "misc")}
    for name, slug in (("labour", "labour"), ("parts", "parts"), ("accessories", "accessory")):
        answer.total(f"{slug}-revenue", revenue[name] / 100)
    answer.total("internal-revenue", summed(~outside).reindex(answer.index).fillna(0) / 100)
    whole = sum(answer.by_place(part).fillna(0) for part in revenue.values())
    whole = whole + answer.by_place(answer.income).fillna(0)
    for slug, mask in (("accident", rows.biz_type.eq("accident")), ("warranty", payer.eq("WAR"))):
        answer.share(f"{slug}-share", summed(outside & mask).reindex(answer.index, fill_value=0), whole, 100)
    priced = outside & what.eq("labour") & rows.hours.ne(0) & rows.hours.notna() & rows.net.ne(0)
    answer.share("effective-labour-rate", summed(priced), summed(priced, "hours"), 10)
    own = outside & payer.eq("CP")
    listed = summed(own & rows.listed.notna(), "listed")
    answer.share("discount-ratio", listed - summed(own & rows.listed.notna()), listed, 100)
    plain = own & ~rows.counter & ~rows.biz_type.eq("accident")
    answer.share("parts-labour-ratio", summed(plain & what.eq("parts")), summed(plain & what.eq("labour")))
    for name in ("labour", "parts"):
        cost = summed(outside & what.eq(name), "cost")
        answer.share(f"{name}-gross-margin", revenue[name] - cost, revenue[name], 100)
    answer.share("hours-per-visit", summed(outside & what.eq("labour"), "hours") / 1000, visits)


def add_flow(answer: Answer, visits: pd.DataFrame, orders: pd.DataFrame) -> Series:
    counted = visits[visits.settled].groupby(["store", "settled_month"]).size().rename_axis(PLACE)
    answer.total("visits", counted)
    outside = orders[~orders.internal & ~orders.counter & orders.settled_month.notna()]
    answer.total("ro-count", outside.groupby(["store", "settled_month"]).size().rename_axis(PLACE))
    done = visits[visits.settled].rename(columns={"delivered_month": "month"})
    promised = done[done.promised].groupby(PLACE).size()
    late = done[done.late].groupby(PLACE).size().reindex(promised.index, fill_value=0)
    answer.share("on-time-delivery", promised - late, promised, 100)
    for slug, share in (("cycle-time-median", 0.5), ("cycle-time-p90", 0.9)):
        answer.keep(slug, answer.by_place(done.groupby(PLACE).seconds.quantile(share)) / 3600)
        region = done.groupby("month").seconds.quantile(share).reindex(answer.months) / 3600
        answer.keep(slug, pd.concat({"region": region.astype(float)}, names=["store"]))
    return counted


def add_vehicles(answer: Answer, visits: pd.DataFrame, months: range, first: int) -> None:
    came = visits[visits.settled & visits.vin.notna() & ~visits.wash]
    came = came[["store", "vin", "settled_month", "accident"]].astype({"settled_month": int})
    for place in ("store", "region"):
        rows = came if place == "store" else came.assign(store="region")
        for month in months:
            _vehicles_of(answer, rows, month, first)


def _vehicles_of(answer: Answer, rows: pd.DataFrame, month: int, first: int) -> None:
    def within(low: int, high: int) -> pd.DataFrame:
        return rows[rows.settled_month.between(month - high, month - low)]

    def counts(frame: pd.DataFrame) -> Series:
        return frame.drop_duplicates(["store", "vin"]).groupby("store").size()

    def keep(slug: str, values: Series) -> None:
        answer.keep(slug, pd.concat({month: values.astype(float)}, names=["month"]).swaplevel())

    if month >= first + 11:
        keep("active-vehicles", counts(within(0, 11)))
    if month >= first + 23:
        lately = within(0, 11)
        before = within(12, 23).drop_duplicates(["store", "vin"])
        stayed = before.merge(lately.loc[~lately.accident, ["store", "vin"]].drop_duplicates())
        share = counts(stayed) / counts(before) * 100
        keep("retention", share)
        keep("churn", 100 - share)


def add_voices(answer: Answer, files: dict[str, list[str]]) -> None:
    asked = read(files, "survey", "store service_date answered_at score_milli nps_score_milli")
    asked["month"] = month_of(pd.to_datetime(asked.service_date))
    told = asked[asked.answered_at.notna()]
    sent = asked.groupby(PLACE).size()
    answer.share("survey-response", told.groupby(PLACE).size().reindex(sent.index, fill_value=0), sent, 100)
    scores = told[told.score_milli.notna()].groupby(PLACE).score_milli
    answer.share("csi", scores.sum() / 1000, scores.size())
    rated = told[told.nps_score_milli.notna()]
    net = (rated.nps_score_milli >= 9000).astype(int) - (rated.nps_score_milli <= 6000).astype(int)

    def quarter(counts: Series) -> Series:
        whole = answer.by_place(counts).fillna(0)
        return whole.groupby("store").rolling(3, min_periods=1).sum().droplevel(0)

    sums = net.groupby([rated.store, rated.month]).sum()
    answer.share("nps", quarter(sums), quarter(rated.groupby(PLACE).size()), 100)


def answered(files: dict[str, list[str]], *, months: tuple[int, int]) -> pd.DataFrame:
    """Columns slug, place, month, value: what is known of SLUGS."""
    lines = lines_of(files)
    lined = lines[lines.what != "misc"][KEY].drop_duplicates().assign(lined=True)
    has_misc = lines[lines.what == "misc"][KEY].drop_duplicates().assign(has_misc=True)
    orders = orders_of(files, lined.merge(has_misc, on=KEY, how="outer"))
    visits = visits_of(orders)
    asked = range(months[0], months[1] + 1)
    answer = Answer(sorted(orders.store.unique()), asked)
    answer.income = income_of(files)
    add_money(answer, money_of(files, lines, orders), add_flow(answer, visits, orders))
    add_vehicles(answer, visits, asked, int(orders.opened_month.min()))
    add_voices(answer, files)
    return pd.concat(answer.found)[["slug", "place", "month", "value"]].dropna(subset="value")


def income_of(files: dict[str, list[str]]) -> Series:
    sold = read(files, "service_product", "store sold_at income_fen")
    policies = read(files, "insurance_policy", "store sold_at start through_store commission_fen")
    sold["month"], sold["income"] = month_of(pd.to_datetime(sold.sold_at)), sold.income_fen
    policies["month"] = month_of(pd.to_datetime(policies.sold_at.fillna(policies.start)))
    policies["income"] = policies.commission_fen.where(policies.through_store.eq(other=True))
    return pd.concat([sold, policies]).groupby(PLACE).income.sum()


if __name__ == "__main__":
    asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    found = answered(asked["files"], months=tuple(asked["months"]))
    found.to_parquet(sys.argv[2])
