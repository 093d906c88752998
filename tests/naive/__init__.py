"""The second implementation of every metric: plain loops over plain rows.

It is written from the clarifications and the dictionary alone and shares nothing with the engine but
the shape of the facts. Two implementations that agree on strange worlds are trusted more than one.

`place` is a store code or "region"; the region is the stores asked for. `numerator` and `denominator`
are in the metric's own units (yuan, hours, counts); value = numerator / denominator x scale.

Decisions where the clarifications leave a choice
-------------------------------------------------

No data
 1  Additive totals and counts (revenue and its parts, visits, ro-count) are None in a store-month
    without any settlement of an order that is not void; with one, they are sums that may be 0.
    An internal order is enough. Value-added income alone makes revenue, but
    neither visits nor shares of revenue.
 2  A file never brought is no data. value-added-revenue is None for a store that never brought a
    service product or a policy; appointment-rate without any appointment; key-vacancy without roster;
    certified-technicians where nobody brought certificates (their files name no store).
    follow-up-rate where no order of the store ever carried a follow-up date. complaint-rate is 0
    without complaints (clarification 68).
 3  A margin is None where no line of the store-month says what it cost (labour, parts: of that part).
 4  Sold hours are None where no external settled labour line of the store-month carries hours:
    hours-per-visit, technician-efficiency, technician-productivity, labour-efficiency.
 5  wip-orders is None before the month of the store's first order and a count ever after.
 6  The region adds, for each ratio, the stores that have both sides: a store without target, roster,
    accounts, costs, hours or attendance enters neither the numerator nor the denominator. A side that
    is 0 is a side; a numerator over a denominator of 0 (comebacks without repair visits) still adds.
 7  Windows of 12 and 24 months also need an order, opened or settled, within the last 12 months:
    what lies after the data is not a year of silence. History counts from the month in which the
    first order that is not void was opened, and for the region from its earliest store.
 8  retention-age-*, maintenance-return-rate, first-service-rate ask for no history (58 does not
    list them); retention-age is 0, not None, when own-sold vehicles exist and none came.

Orders and money
 9  Counter sale: order type sale, or the category wording 精品销售 (the code alone also means 精品).
10  Void is decided by the surviving row: flag or status. So are internal, category and type.
11  Totals of an order without labour and part lines: labour, parts, misc of each settled row in the
    month of that row; misc totals only where the order has no misc line. They have no payer and no
    class: in labour-revenue and parts-revenue and accident-share, never in warranty-share or CP.
    Where none of the three is given, `net_total` counts whole, like misc.
    `sales_parts_total` and the settlement documents are not used.
12  Misc lines follow the order's month; payer INT makes them internal.
13  Value added = income of service products (never their amount) by day of sale + commission of
    policies taken through the store by day sold, else start. All channels.
14  A line without list amount is in neither part of discount-ratio; misc lines are not in it.
15  newcar_variable missing counts as 0 in absorption. No target, no attainment; target version
    missing counts as 0.
16  promotion-share: the CP line (labour, part or misc) must be on a settled order of the visit.

Visits
17  A rework order is always a visit of its own, even on the day of another order of the vehicle.
    Children of a rework order join it. A parent that is unknown, void, internal or a counter sale
    is no parent for the visit.
18  Without VIN the plate, without plate the order number makes the visit; such visits count as
    visits but are no vehicle (vehicle metrics, first-time fix). The visit's VIN is its head
    order's, where that has none the least of its other orders'.
19  Wash-only and accident-only look at all orders of the visit, settled or not.
20  Arrival: earliest arrival of the visit; the earliest opening only where no order has an arrival.
21  Delivery: last delivery of the visit; its first settlement only where no order has a delivery.
    cycle-time leaves the latter visits out: a settlement is not a handing over.
22  Promise: `promised_first` only. Ready: completion, else delivery, else settlement of that order;
    an order with a promise and none of them is late. Unsettled orders of a settled visit count.

Customers
23  Maintenance visit: settled, contains an order of category maintenance: also as the visit between
    and as the return. A store looks at its own visits only, the region at all. Two on one day are one.
24  The day of sale falls back to registration, then to the start of warranty (dictionary 1.7).
25  csi and nps need an answer date and a score. nps of 9 and more promotes, of 6 and less detracts.
26  A first contact or a closing before the receipt is within the limit.

Process
27  Appointment links: the first of the three ways that finds an appointment; one made early enough
    among them suffices; without creation time none is. Planned day = the visit's open date.
28  No-show: status not-arrived, whatever the arrival time says. A booking still open is due.
29  first-time-fix: a later visit is another one opened at the same moment or after; it need not be
    settled. Kilometres: least incoming of the later, less greatest outgoing (else incoming) of the
    earlier. A rework order whose parent is unknown is related by operation or complaint only.
    Latest earlier repair visit: latest opening, whether its window is over or not.
30  comeback-rate counts external rework orders, settled or not.

People
31  A record belongs to the roster row of its staff number that is active on its day (attendance: the
    day; training: due date; certificate: month end), then to the one of its own store, then to the
    newest. A number nobody has belongs to the store the file named, if any.
32  Attendance of members flagged as no technician is left out; without a flag it stays.
33  technician metrics add what is known; a month without any clocked (attended) hours is None.
34  labour-efficiency counts every attendance row, also of leave.
35  Head-count: every roster row by its dates; the flag 是否有效 is not asked.
36  training-completion keeps members who left before the due date.

Figures the clarifications do not speak of follow the dictionary; what it leaves open stands in
src/biaogan/engine/metrics/NULLS.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from naive import capacity, capital, customers, loyalty, money, people, process
from naive.orders import Row
from naive.world import Pair, Place, World

METRICS = {
    **money.METRICS, **capital.METRICS, **customers.METRICS, **loyalty.METRICS,
    **process.METRICS, **capacity.METRICS, **people.METRICS,
}  # fmt: skip
SLUGS = sorted(METRICS)


@dataclass(frozen=True)
class Reading:
    """One figure; all three are None where the place has no data that month."""

    numerator: Fraction | None
    denominator: Fraction | None
    value: Fraction | None


NOTHING = Reading(None, None, None)


def readings(
    facts: dict[str, list[Row]],
    *,
    months: list[str],
    stores: list[str],
    as_of: date,
    slugs: list[str] | None = None,
) -> dict[tuple[str, str, str], Reading]:
    """Every slug x place x month, the region last; facts of other stores are not seen."""
    world = World(facts, stores, as_of)
    places = [*(Place(store, [store]) for store in stores), Place("region", stores)]
    found = {}
    for slug in slugs or SLUGS:
        scale, measure = METRICS[slug]
        for place in places:
            for month in months:
                found[slug, place.name, month] = reading_of(measure(world, place, month), scale)
    return found


def reading_of(pair: Pair | None, scale: int) -> Reading:
    if pair is None or pair[1] == 0:
        return NOTHING
    above, below = pair
    return Reading(above, below, (above if below is None else above / below) * scale)
