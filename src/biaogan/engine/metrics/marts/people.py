"""The team: heads as running counts, leavers, posts, attendance, training, certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biaogan.engine.metrics.marts.shape import (
    NO_END,
    among,
    day,
    merged,
    month_of,
    month_of_text,
    overlap,
    steps,
    yes,
)

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import Value

    from biaogan.engine.metrics.marts import Marts


ADVISORS = (
    "服务顾问", "维修顾问", "业务接待", "服务接待", "前台接待", "Service advisor", "Service Advisor",
)  # fmt: skip
NEW_DAYS = 90


def is_advisor(staff: ibis.Table) -> Value:
    """The roster's own flag, else the name of the position."""
    return staff.is_service_advisor.coalesce(among(staff.position, *ADVISORS))


def employed(marts: Marts) -> ibis.Table:
    """(store, staff_id, start, end): month ends on which a person is in service; end is the first not."""
    import ibis

    facts = marts.fact("staff")
    left = month_of(facts.leave_date).fill_null(NO_END)
    hired = month_of(facts.hire_date)
    return facts.select(
        "store", "staff_id", "position", "hire_date", "leave_date", "batch", "line",
        technician=yes(facts.is_technician), advisor=is_advisor(facts),
        start=hired, end=ibis.greatest(hired, left),
    )  # fmt: skip


def team(marts: Marts) -> ibis.Table:
    """The mart `team`: steps of the running counts `heads`, `technicians`, `advisors`, `certified`."""
    staff = employed(marts)
    technicians = staff.filter(staff.technician)
    certified = overlap(technicians, validity(marts), "store", "staff_id")
    counts = steps(staff, "heads").union(steps(technicians, "technicians"))
    counts = counts.union(steps(staff.filter(staff.advisor), "advisors"))
    return counts.union(steps(certified, "certified"))


def validity(marts: Marts) -> ibis.Table:
    """(store, staff_id, start, end): month ends on which a person holds a valid certificate."""
    import ibis

    facts = marts.fact("certification")
    next_day = (facts.expires_at + ibis.interval(days=1)).cast("date")
    held = facts.mutate(start=month_of(facts.issued_at), end=month_of(next_day).fill_null(NO_END))
    return merged(of_staff(marts, held, held.issued_at), "store", "staff_id")


def certificates(marts: Marts) -> ibis.Table:
    """The mart `certificate`: a row for every store with staff, where any certificate is known at all.

    Certificates often come in one file for all stores: without it nobody is "not certified".
    """
    import ibis

    held = marts.fact("certification")
    held = held.aggregate(known=held.count())
    stores = marts.fact("staff").select("store").distinct()
    told = stores.cross_join(held.filter(held.known > 0))
    return told.select("store", month=ibis.literal(0, type="int64"))


def of_staff(marts: Marts, rows: ibis.Table, on: Value) -> ibis.Table:
    """Rows moved to the store of the staff member they name; rows of unknown people keep their own.

    A number used in two stores is told apart by who was in service that day, then by the row's own store.
    `flag` is the technician flag of the member, null where unknown.
    """
    import ibis

    staff = marts.fact("staff")
    staff = staff.select(
        "staff_id",
        home=staff.store,
        hired=staff.hire_date,
        left=staff.leave_date,
        flag=staff.is_technician,
    )
    rows = rows.mutate(
        on_day=day(on), row_id=ibis.row_number().over(order_by=[rows.batch, rows.line, rows.staff_id])
    )
    joined = rows.left_join(staff, "staff_id")
    serving = yes(joined.hired <= joined.on_day) & ~yes(joined.left <= joined.on_day)
    best = ibis.window(
        group_by=joined.row_id,
        order_by=[
            ibis.desc(serving.cast("int64")),
            ibis.desc(yes(joined.home == joined.store).cast("int64")),
            ibis.desc(joined.hired),
            ibis.desc(joined.home),
        ],
    )
    joined = joined.mutate(rank=ibis.row_number().over(best))
    chosen = joined.filter(joined["rank"] == 0)
    return chosen.mutate(store=chosen.home.coalesce(chosen.store)).select("flag", *_before(rows))


def _before(rows: ibis.Table) -> list[str]:
    return [name for name in rows.columns if name not in {"on_day", "row_id"}]


def leavers(marts: Marts) -> ibis.Table:
    """The mart `leaver`: who left; a transfer leaves the store, not the region."""
    facts = marts.fact("staff")
    facts = facts.filter(facts.leave_date.notnull())
    if marts.as_region:
        facts = facts.filter(~among(facts.leave_type, "transfer"))
    return marts.place(facts.select("store", "staff_id", "batch", "line", month=month_of(facts.leave_date)))


def posts(marts: Marts) -> ibis.Table:
    """The mart `post`: approved key posts of a month, and how many of them nobody holds at its end."""
    import ibis

    facts = marts.fact("position_plan")
    plan = facts.filter(yes(facts.is_key)).select(
        "store", "position", "batch", "line", month=month_of_text(facts.month), planned=facts.planned_posts
    )
    staff = employed(marts).select("store", "position", "start", "end")
    joined = plan.left_join(staff, ["store", "position"])
    there = yes((joined.start <= joined.month) & (joined.end > joined.month)).cast("int64")
    joined = joined.mutate(there=there)
    keys = ["store", "position", "month", "planned", "batch", "line"]
    filled = joined.group_by(keys).aggregate(filled=joined.there.sum())
    gap = ibis.greatest(filled.planned - filled.filled, ibis.literal(0, type="int64"))
    return filled.mutate(gap=gap.cast("int64"))


def attendance(marts: Marts) -> ibis.Table:
    """The mart `attendance`: a technician and a day, hours in thousandths; known others are out."""
    facts = marts.fact("attendance")
    rows = of_staff(marts, facts.drop("leave_type"), facts.date)
    rows = rows.filter(~yes(~rows.flag))
    return rows.select(
        "store", "staff_id", "date", "batch", "line",
        month=month_of(rows.date), attended="attended_hours_milli", clocked="clocked_hours_milli",
    )  # fmt: skip


def training(marts: Marts) -> ibis.Table:
    """The mart `training`: one row per person and course, in the month it is due."""
    facts = marts.fact("training_record")
    rows = of_staff(marts, facts, facts.due_date)
    done = yes(rows.completed_at <= rows.due_date) & among(rows.result, "passed")
    return rows.select("store", "staff_id", "batch", "line", month=month_of(rows.due_date), done=done)


def lessons(marts: Marts) -> ibis.Table:
    """The mart `lesson`: training attended, in the month it was completed; hours in thousandths."""
    facts = marts.fact("training_record")
    rows = of_staff(marts, facts.filter(facts.completed_at.notnull()), facts.completed_at)
    return rows.select(
        "store", "staff_id", "batch", "line", month=month_of(rows.completed_at), hours="hours_milli"
    )


def hires(marts: Marts) -> ibis.Table:
    """The mart `hire`: people hired; `stayed` = in service 90 days later. A transfer stays in the region."""
    import ibis

    facts = marts.fact("staff")
    until = (facts.hire_date + ibis.interval(days=NEW_DAYS)).cast("date")
    gone = yes(facts.leave_date <= until)
    if marts.as_region:
        gone = gone & ~among(facts.leave_type, "transfer")
    return marts.place(
        facts.select(
            "store",
            "staff_id",
            "batch",
            "line",
            month=month_of(facts.hire_date),
            stayed=~gone,
            closes_on=until,
        )
    )
