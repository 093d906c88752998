"""The facts as they stood at the end of a day, and the same days of two months side by side."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

import ibis
import pytest

from biaogan.engine.facts.cut import HAPPENED, LATER, cut
from biaogan.engine.facts.kinds import KINDS
from biaogan.engine.facts.snapshot import Snapshot, fact_schema
from biaogan.engine.metrics.reading import readings
from naive.cases import labour, visit
from naive.frames import snapshot_of
from naive.orders import Row

SLUGS = ("revenue", "gross-margin", "visits", "revenue-per-visit", "on-time-delivery")
DAY = date(2026, 4, 10)


def values(snapshot: Snapshot, month: str, as_of: date) -> dict[str, Decimal | int | None]:
    found = readings(snapshot, SLUGS, months=[month], stores=["A"], as_of=as_of, by="region")
    return {reading.slug: reading.value for reading in found}


def world(visits: Iterable[tuple[str, int]]) -> dict[str, list[Row]]:
    """A visit of each day, settled the same day, with one labour line of so many yuan."""
    rows = [
        visit(day, vin=f"V{number}", ro_no=f"R{number}", line=number, batch="b")
        for number, (day, _) in enumerate(visits)
    ]
    lines = [labour(row, yuan) for row, (_, yuan) in zip(rows, visits, strict=True)]
    return {"repair_order": rows, "ro_labour": lines}


def every_day(month: str, days: int, yuan: int) -> list[tuple[str, int]]:
    return [(f"{month}-{day:02d}", yuan) for day in range(1, days + 1)]


def rows_of(snapshot: Snapshot, kind: str) -> list[dict[str, object]]:
    return snapshot.table(kind).to_pyarrow().to_pylist()


def test_ten_days_stand_beside_the_same_ten_days():
    facts = snapshot_of(world(every_day("2026-04", 30, 300) + every_day("2026-05", 10, 330)))
    now = values(cut(facts, date(2026, 5, 10)), "2026-05", date(2026, 5, 10))
    before = values(cut(facts, DAY), "2026-04", DAY)
    assert (now["revenue"], before["revenue"]) == (3300, 3000)
    assert (now["visits"], before["visits"]) == (10, 10)
    assert (now["revenue-per-visit"], before["revenue-per-visit"]) == (330, 300)
    assert values(facts, "2026-04", DAY)["visits"] == 30  # the whole month is untouched


def test_the_end_of_a_shorter_month_is_the_whole_of_it():
    facts = snapshot_of(world(every_day("2026-02", 28, 100)))
    end = date(2026, 2, 28)
    assert values(cut(facts, end), "2026-02", end) == values(facts, "2026-02", end)


def test_former_months_do_not_change_where_everything_had_happened():
    facts = snapshot_of(world(every_day("2026-03", 31, 200) + every_day("2026-04", 30, 300)))
    assert values(cut(facts, DAY), "2026-03", DAY) == values(facts, "2026-03", DAY)


def test_what_is_not_known_stays_unknown():
    facts = snapshot_of(world(every_day("2026-04", 10, 300)))
    assert values(cut(facts, DAY), "2026-04", DAY)["gross-margin"] is None
    assert set(values(cut(facts, date(2026, 3, 10)), "2026-03", DAY).values()) == {None}
    assert set(values(cut(snapshot_of({}), DAY), "2026-04", DAY).values()) == {None}


def test_an_order_settled_later_is_still_open():
    row = visit("2026-04-09", settled_at=datetime(2026, 4, 11, 0, 0), delivered_at=datetime(2026, 4, 12, 9))
    facts = cut(snapshot_of({"repair_order": [row], "ro_labour": [labour(row, 500)]}), DAY)
    (order,) = rows_of(facts, "repair_order")
    assert (order["opened_at"], order["settled_at"], order["delivered_at"]) == (row["opened_at"], None, None)
    assert values(facts, "2026-04", DAY)["revenue"] is None


def test_the_last_moment_of_the_day_belongs_to_it():
    row = visit("2026-04-10", settled_at=datetime(2026, 4, 10, 23, 59, 59))
    facts = cut(snapshot_of({"repair_order": [row], "ro_labour": [labour(row, 500)]}), DAY)
    assert values(facts, "2026-04", DAY)["revenue"] == 500


def settled(day: int, *, yuan: int, reversal: bool = False, surviving: bool = False) -> Row:
    return visit(
        "2026-04-03", ro_no="R1", line=day, batch="b", settled_at=datetime(2026, 4, day, 18),
        is_reversal=reversal, surviving=surviving, labour_total_fen=yuan * 100,
    )  # fmt: skip


CORRECTED = [
    settled(5, yuan=800),
    settled(12, yuan=-800, reversal=True),
    settled(15, yuan=900, surviving=True),
]


@pytest.mark.parametrize(("day", "revenue"), [(4, None), (10, 800), (13, 0), (20, 900)])
def test_an_order_settled_anew_counts_as_it_was_settled_until_then(day: int, revenue: int | None):
    until = date(2026, 4, day)
    facts = cut(snapshot_of({"repair_order": CORRECTED}), until)
    survivors = [row for row in rows_of(facts, "repair_order") if row["surviving"]]
    assert len(survivors) == 1
    assert values(facts, "2026-04", until)["revenue"] == revenue


def test_answers_and_contacts_after_the_day_are_not_known_yet():
    late = datetime(2026, 4, 11, 8)
    facts = cut(
        snapshot_of(
            {
                "survey": [
                    {"store": "A", "survey_id": "1", "service_date": date(2026, 4, 9), "answered_at": late,
                     "nps_score_milli": 9000},
                    {"store": "A", "survey_id": "2", "service_date": date(2026, 4, 11)},
                ],
                "complaint": [
                    {"store": "A", "complaint_no": "1", "received_at": datetime(2026, 4, 9, 8),
                     "first_contact_at": datetime(2026, 4, 9, 9), "handled_in_time": True, "closed_at": late},
                ],
            }
        ),
        DAY,
    )  # fmt: skip
    (survey,), (complaint,) = rows_of(facts, "survey"), rows_of(facts, "complaint")
    assert (survey["survey_id"], survey["answered_at"], survey["nps_score_milli"]) == ("1", None, None)
    assert (complaint["handled_in_time"], complaint["closed_at"]) == (True, None)


def test_a_policy_without_a_day_of_sale_counts_from_its_start():
    policies = [
        {"store": "A", "policy_no": str(day), "start": DAY + timedelta(days=day), "end": date(2027, 4, 1)}
        for day in (0, 1)
    ]
    facts = cut(snapshot_of({"insurance_policy": policies}), DAY)
    assert [row["policy_no"] for row in rows_of(facts, "insurance_policy")] == ["0"]


def test_what_describes_a_state_stays_whole():
    staff = [{"store": "A", "staff_id": "1", "hire_date": date(2026, 5, 1)}]
    target = [{"store": "A", "kpi_code": "revenue", "month": "2026-05", "value_milli": 1}]
    whole = snapshot_of({"staff": staff, "target": target})
    for kind in ("staff", "target"):
        assert rows_of(cut(whole, DAY), kind) == rows_of(whole, kind)


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_keeps_its_columns(kind: str):
    facts = cut(EMPTY, DAY).table(kind)
    assert facts.columns == tuple(fact_schema(kind))
    assert facts.schema() == EMPTY.table(kind).schema()


def test_the_version_names_the_day():
    assert cut(EMPTY, DAY).version == "memory@2026-04-10"


def test_only_declared_columns_are_named():
    for kind, columns in HAPPENED.items():
        assert set(columns) <= set(fact_schema(kind))
    for kind, moments in LATER.items():
        assert {*moments, *(name for carried in moments.values() for name in carried)} <= set(
            fact_schema(kind)
        )


def test_the_other_engine_can_say_it_too():
    for kind in {*HAPPENED, *LATER}:
        assert "SELECT" in ibis.to_sql(cut(EMPTY, DAY).table(kind), dialect="pyspark")


EMPTY = snapshot_of({})
