"""Small expressions the marts share: months and days as whole numbers, flags without null, spans."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import BooleanValue, IntegerValue, StringValue, Value

NO_END = 12 * 9999


def month_of(moment: Value) -> IntegerValue:
    """Number of the month of a date or moment: year x 12 + month - 1."""
    return (moment.year().cast("int64") * 12 + moment.month().cast("int64") - 1).cast("int64")


def month_of_text(month: StringValue) -> IntegerValue:
    """Number of a month written YYYY-MM."""
    return month.substr(0, 4).cast("int64") * 12 + month.substr(5, 2).cast("int64") - 1


def yes(flag: BooleanValue) -> BooleanValue:
    return flag.fill_null(False)  # noqa: FBT003


def among(column: StringValue, *codes: str) -> BooleanValue:
    """True where the column holds one of the codes; an empty cell is none of them."""
    return yes(column.isin(list(codes)))


def day(moment: Value) -> Value:
    return moment.cast("date")


def days_between(earlier: Value, later: Value) -> IntegerValue:
    """Calendar days from one date to another."""
    return day(later).delta(day(earlier), unit="day")


def merged(spans: ibis.Table, *keys: str) -> ibis.Table:
    """Spans of months [start, end) with overlapping or touching ones of the same key made one.

    Gaps and islands: a span opens an island when it starts after the furthest end before it.
    Columns out: the keys, start, end.
    """
    import ibis

    spans = spans.select(*keys, "start", "end").filter(lambda t: t.end > t.start)
    before = ibis.window(group_by=list(keys), order_by=[spans.start, spans.end], preceding=(None, 1))
    opened = spans.mutate(furthest=spans.end.max().over(before))
    opened = opened.mutate(opens=(opened.furthest.isnull() | (opened.start > opened.furthest)).cast("int64"))
    running = ibis.cumulative_window(group_by=list(keys), order_by=[opened.start, opened.end])
    islands = opened.mutate(island=opened.opens.sum().over(running))
    return islands.group_by([*keys, "island"]).aggregate(start=islands.start.min(), end=islands.end.max())


def overlap(left: ibis.Table, right: ibis.Table, *keys: str) -> ibis.Table:
    """The spans that two tables of disjoint spans share per key. Columns out: the keys, start, end."""
    import ibis

    other = right.select(*keys, other_start=right.start, other_end=right.end)
    pairs = left.join(other, list(keys))
    shared = pairs.select(
        *keys,
        start=ibis.greatest(pairs.start, pairs.other_start),
        end=ibis.least(pairs.end, pairs.other_end),
    )
    return shared.filter(shared.start < shared.end)


def steps(spans: ibis.Table, what: str) -> ibis.Table:
    """Spans as steps of a running count: up in the month a span starts, down in the month it has ended.

    Added up here, span by span of one kind, because what follows looks at all kinds together.
    """
    import ibis

    def step(month: str, change: int) -> ibis.Table:
        counted = spans.group_by(store=spans.store, month=spans[month].cast("int64")).aggregate(
            change=spans.count() * change
        )
        return counted.select(
            "store", "month", what=ibis.literal(what), change=counted.change.cast("int64")
        )  # fmt: skip

    return step("start", 1).union(step("end", -1))
