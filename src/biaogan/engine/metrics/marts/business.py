"""Accounts, targets and income from contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biaogan.engine.metrics.marts.shape import among, month_of, month_of_text, yes

if TYPE_CHECKING:
    import ibis

    from biaogan.engine.metrics.marts import Marts

REVENUE_NAMES = ("revenue", "F01", "售后产值")


def value_added(marts: Marts) -> ibis.Table:
    """The mart `value_added`: recognised income, never the premium or price the customer paid.

    Contracts and policies without income stay, without an amount: they tell that such files were brought.
    """
    import ibis

    sold = marts.fact("service_product")
    sold = sold.select(
        "store", "vin", "batch", "line",
        kind=ibis.literal("service_product"), month=month_of(sold.sold_at),
        day=sold.sold_at.cast("date"), income="income_fen",
    )  # fmt: skip
    policies = marts.fact("insurance_policy")
    day = policies.sold_at.coalesce(policies.start)
    policies = policies.filter(day.notnull()).select(
        "store", "vin", "batch", "line",
        kind=ibis.literal("insurance_policy"), month=month_of(day), day=day.cast("date"),
        income=yes(policies.through_store).ifelse(policies.commission_fen, None),
    )  # fmt: skip
    return sold.union(policies)


def finance(marts: Marts) -> ibis.Table:
    """The mart `finance`: the accounts of a store and month; overhead less new-car selling expense."""
    facts = marts.fact("finance_month")
    return facts.select(
        "store", "batch", "line",
        month=month_of_text(facts.month),
        gross_profit=facts.gp_aftersales_fen,
        overhead=facts.overhead_total_fen - facts.newcar_variable_fen.fill_null(0),
        fixed_cost=facts.fixed_cost_fen,
        expense=facts.opex_aftersales_fen,
        personnel=facts.personnel_cost_fen,
        revenue=facts.revenue_aftersales_fen,
        owed=facts.ar_open_fen,
        parts_cost=facts.parts_cogs_fen,
        stock=facts.inventory_fen,
    )  # fmt: skip


def targets(marts: Marts) -> ibis.Table:
    """The mart `target`: the revenue target of a store and month in its highest version, thousandths."""
    import ibis

    facts = marts.fact("target")
    facts = facts.filter(among(facts.kpi_code, *REVENUE_NAMES))
    facts = facts.mutate(revision=facts.version.fill_null(0))
    newest = ibis.window(
        group_by=["store", "month"],
        order_by=[ibis.desc(facts.revision), ibis.desc(facts.batch), ibis.desc(facts.line)],
    )
    facts = facts.mutate(rank=ibis.row_number().over(newest))
    facts = facts.filter(facts["rank"] == 0)
    return facts.select("store", "batch", "line", month=month_of_text(facts.month), amount=facts.value_milli)
