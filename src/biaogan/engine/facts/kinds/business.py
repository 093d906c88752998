"""Stores, monthly accounts, targets, self-reported figures, parts stock, inspections, improvements."""

from biaogan.engine.facts.kind import (
    Kind,
    Personal,
    choice,
    date,
    flag,
    moment,
    money,
    month,
    number,
    text,
    whole,
)

STORE = Kind(
    code="store",
    zh="门店",
    en="Stores",
    key=(),
    store_required=True,
    fields=(
        text("store_name", required=True),
        text("brand"),
        text("group_name"),
        text("city"),
        text("region"),
        date("open_date"),
        whole("bays_mech"),
        whole("bays_body"),
        choice("labour_cost_policy"),
    ),
)

FINANCE_MONTH = Kind(
    code="finance_month",
    zh="月度损益",
    en="Monthly accounts",
    key=("month",),
    month_from=("month",),
    fields=(
        month("month", required=True),
        money("revenue_aftersales"),
        money("gp_aftersales"),
        money("overhead_total"),
        money("newcar_variable"),
        money("fixed_cost"),
        money("personnel_cost"),
        money("tech_pay"),
        money("opex_aftersales"),
        money("oem_bonus"),
        money("parts_cogs"),
        money("inventory"),
        money("ar_open"),
    ),
)

TARGET = Kind(
    code="target",
    zh="目标",
    en="Targets",
    key=("kpi_code", "month", "version"),
    month_from=("month",),
    fields=(
        text("kpi_code", required=True),  # the metric's slug where the wording is known, else the wording
        month("month", required=True),
        number("value", required=True),  # in the metric's own unit; money in yuan
        whole("version"),
        text("unit"),
    ),
)

REPORTED_KPI = Kind(
    code="reported_kpi",
    zh="门店自报指标",
    en="Self-reported figures",
    key=("code", "month"),
    month_from=("month",),
    fields=(
        text("code", required=True),
        month("month", required=True),
        number("value", required=True),
        text("unit"),
    ),
)

PART_STOCK = Kind(
    code="part_stock",
    zh="配件库存",
    en="Parts stock",
    key=("part_no", "date"),
    month_from=("date",),
    fields=(
        text("part_no", required=True),
        date("date", required=True),
        number("qty"),
        number("qty_free"),
        number("qty_locked"),
        number("qty_lent"),
        money("unit_cost"),
        money("cost_amount"),
        date("last_in"),
        date("last_out"),
        number("min_stock"),
        number("max_stock"),
    ),
)

PART_DEMAND = Kind(
    code="part_demand",
    zh="配件需求",
    en="Parts demand",
    key=("demand_id",),
    month_from=("requested_at",),
    fields=(
        text("demand_id"),  # without a number the row's content is the key
        text("part_no", required=True),
        moment("requested_at", required=True),
        text("ro_no"),
        number("qty_req"),
        number("qty_first"),
        text("outcome"),
    ),
)

INSPECTION = Kind(
    code="inspection",
    zh="检查",
    en="Inspections",
    key=("insp_id", "item_code"),
    month_from=("date",),
    fields=(
        text("insp_id", required=True),
        text("kind"),
        date("date", required=True),
        text("checker", personal=Personal.STAFF),
        text("item_code"),
        number("score"),
        number("max_score"),
        number("deduction"),
        flag("applicable"),
        text("evidence"),
    ),
)

IMPROVEMENT = Kind(
    code="improvement",
    zh="改进",
    en="Improvements",
    key=("improvement_no",),
    month_from=("due_date",),
    fields=(
        text("improvement_no", required=True),
        text("issue"),
        text("stage"),
        date("raised_on"),
        date("due_date", required=True),
        date("verified_on"),
        number("effect"),
    ),
)
