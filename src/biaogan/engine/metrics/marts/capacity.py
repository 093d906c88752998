"""What there is to work with: bays, advisors, days the workshop was open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biaogan.engine.metrics.marts.people import is_advisor
from biaogan.engine.metrics.marts.shape import day, month_of, yes

if TYPE_CHECKING:
    import ibis

    from biaogan.engine.metrics.marts import Marts


def open_days(marts: Marts) -> ibis.Table:
    """(store, open_on): days on which a visit was opened; files bring no calendar."""
    visits = marts.table("visit")
    return visits.select("store", open_on=day(visits.opened_at)).distinct()


def bay_days(marts: Marts) -> ibis.Table:
    """The mart `bay_day`: days the workshop was open, with the store's bays of all kinds."""
    import ibis

    stores = marts.fact("store")
    bays = stores.bays_mech.fill_null(0) + stores.bays_body.fill_null(0)
    equipped = stores.select("store", "batch", "line", bays=bays).filter(lambda t: t.bays > 0)
    days = open_days(marts).join(equipped, "store")
    return days.select(
        "store", "batch", "line", "bays", kind=ibis.literal("store"), month=month_of(days.open_on)
    )


def received(marts: Marts) -> ibis.Table:
    """The mart `received`: visits with a named advisor; `first` marks the first of an advisor's day."""
    import ibis

    visits = marts.table("visit")
    visits = visits.filter(visits.sa_id.notnull()).mutate(opened_on=lambda t: day(t.opened_at))
    by_day = ibis.window(group_by=["store", "sa_id", "opened_on"], order_by=[visits.opened_at, visits.visit])
    visits = visits.mutate(rank=ibis.row_number().over(by_day))
    return visits.select("store", "visit", "sa_id", month="opened_month", first=visits["rank"] == 0)


def duty(marts: Marts) -> ibis.Table:
    """The mart `duty`: an advisor of the roster and a day the workshop was open."""
    import ibis

    staff = marts.fact("staff")
    staff = staff.filter(is_advisor(staff)).select("store", "hire_date", "leave_date", "batch", "line")
    days = open_days(marts).join(staff, "store")
    serving = (days.hire_date <= days.open_on) & ~yes(days.leave_date <= days.open_on)
    days = days.filter(serving)
    return days.select("store", "batch", "line", kind=ibis.literal("staff"), month=month_of(days.open_on))
