"""Five witnesses: what each saw is added, gaps are named only beyond chance, records testify by metrics."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from tests.targets.conftest import region  # noqa: F401 - fifteen months of orders, made once

from biaogan.org.actions import create_store
from biaogan.quality.models import CheckItem
from biaogan.quality.standards.loading import load_starting_set
from biaogan.quality.witnesses import queries, tables
from biaogan.quality.witnesses.queries import added, announced_against, looks, of_store, span
from biaogan.quality.witnesses.seen import Witness, Witnessed
from biaogan.quality.witnesses.witnessed import is_witness, witnessed

NOW = datetime(2026, 6, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
UNTIL = date(2026, 6, 20)


@pytest.fixture
def store(db):
    load_starting_set(by=None, at=NOW)
    return create_store(code="S01", name="虹桥店", by=None)


def items(count=2):
    return list(CheckItem.objects.order_by("pk")[:count])


def look(store, item, witness, passed, total):
    return Witnessed(item.pk, store.pk, witness, passed, total)


def test_looks_of_one_witness_at_one_item_are_added():
    given = [(1, 7, "shop", 1, 2), (1, 7, "shop", 0, 1), (1, 8, "shop", 1, 1)]
    found = added(Witnessed(*one) for one in given)
    assert found == {(7, 1): {"shop": (1, 3)}, (8, 1): {"shop": (1, 1)}}


def test_every_witness_stands_with_its_share_interval_and_number(store):
    [item] = items(1)
    found = [look(store, item, Witness.ANNOUNCED, 18, 20), look(store, item, Witness.SHOP, 1, 2)]
    [row] = of_store(found, store)
    assert list(row.rates) == ["announced", "shop"]
    assert row.rates["announced"].interval == pytest.approx((0.699, 0.972), abs=5e-4)
    assert row.rates["shop"].share == 0.5


def test_two_shops_cannot_be_told_apart_from_an_inspection_and_two_hundred_records_can(store):
    few, many = items()
    found = [
        look(store, few, Witness.ANNOUNCED, 3, 3),
        look(store, few, Witness.SHOP, 1, 2),
        look(store, many, Witness.ANNOUNCED, 12, 12),
        look(store, many, Witness.TIMESTAMPS, 80, 200),
        look(store, many, Witness.SHOP, 1, 2),
    ]
    first, second = of_store(found, store)
    assert first.item == many, "what is told apart stands first"
    gap = first.gap
    assert (gap.high, gap.low, gap.points, gap.apart) == ("announced", "timestamps", pytest.approx(60), True)
    assert (second.gap.apart, second.gap.high) == (False, "announced")


def test_one_witness_alone_has_no_gap(store):
    [item] = items(1)
    [row] = of_store([look(store, item, Witness.SHOP, 0, 9)], store)
    assert row.gap is None


def test_stores_whose_witnesses_agree_show_a_gap_in_at_most_one_page_of_twenty(store):
    """Thirty items, four witnesses, a few looks each, all drawn from the same share."""
    draw = np.random.default_rng(11)
    known = items(30)
    pages = 100
    false = 0
    for _ in range(pages):
        shares = draw.uniform(0.4, 0.95, len(known))
        seen = {
            item.pk: {
                witness: (int(draw.binomial(n, share)), n)
                for witness, n in (("announced", 3), ("surprise", 2), ("shop", 4), ("timestamps", 60))
            }
            for item, share in zip(known, shares, strict=True)
        }
        false += any(gap.apart for gap in queries._gaps(seen).values())
    assert false <= pages / 20


def test_a_store_that_rehearses_is_seen_over_its_items_together(store):
    """No single item has looks enough; all of them together do."""
    known = items(20)
    found = [look(store, item, Witness.ANNOUNCED, 2, 2) for item in known]
    found += [look(store, item, Witness.SURPRISE, number % 2, 2) for number, item in enumerate(known)]
    assert not any(row.gap.apart for row in of_store(found, store))
    [one] = announced_against(found, [store])
    assert (one.witness, one.items, one.apart) == ("surprise", 20, True)
    assert one.points == pytest.approx(75)


def test_items_that_only_one_of_two_looked_at_do_not_count(store):
    first, second = items()
    found = [look(store, first, Witness.ANNOUNCED, 9, 9), look(store, second, Witness.SHOP, 0, 9)]
    assert announced_against(found, [store]) == []


def test_ninety_days_end_today_and_include_it():
    assert span(UNTIL, 90) == (date(2026, 3, 23), UNTIL)


def test_looks_of_other_stores_and_looks_at_nothing_are_left_out(store, monkeypatch):
    [item] = items(1)

    told = [
        look(store, item, Witness.SHOP, 1, 1),
        Witnessed(item.pk, store.pk + 1, Witness.SHOP, 1, 1),
        look(store, item, Witness.SHOP, 0, 0),
    ]
    planted = SimpleNamespace(witnessed=lambda **_asked: told)

    monkeypatch.setattr(queries, "modules", lambda _name: (planted,))
    assert looks(stores=[store], since=UNTIL, until=UNTIL) == [look(store, item, Witness.SHOP, 1, 1)]
    assert looks(stores=[], since=UNTIL, until=UNTIL) == []


# Records


@pytest.mark.parametrize(
    ("slug", "testifies"),
    [
        ("on-time-delivery", True),
        ("first-time-fix", True),
        ("comeback-rate", True),
        ("retention", False),  # rolling: a case would count in twelve months
        ("wip-orders", False),
        ("revenue", False),
        ("warranty-share", False),  # no right direction
        ("gross-margin", False),  # money, no cases
        ("gone", False),
    ],
)
def test_only_a_share_of_cases_month_by_month_testifies(slug, testifies):
    assert is_witness(slug) is testifies


def test_records_testify_by_the_metric_of_an_item(region):  # noqa: F811
    load_starting_set(by=None, at=NOW)
    item = CheckItem.objects.get(code="delivery-on-time")
    stores = [region.stores["own"], region.stores["sister"]]
    found = witnessed(stores=stores, since=date(2026, 3, 23), until=UNTIL)
    on_time = {one.store_id: (one.passed, one.total) for one in found if one.item_id == item.pk}
    assert on_time == {stores[0].pk: (102, 108), stores[1].pk: (36, 108)}, "three months of 36 visits"
    assert {one.witness for one in found} == {"timestamps"}
    CheckItem.objects.filter(code="repair-torque").update(metric="comeback-rate")
    again = witnessed(stores=stores[:1], since=date(2026, 3, 23), until=UNTIL)
    torque = CheckItem.objects.get(code="repair-torque")
    [good] = [one for one in again if one.item_id == torque.pk]
    assert good.passed == good.total, "where lower is better, what did not happen is what passed"


def test_the_video_check_stands_beside_the_five_only_where_it_saw_anything(store):
    [item] = items(1)
    announced = look(store, item, Witness.ANNOUNCED, 1, 1)
    without = tables.items(of_store([announced], store))
    with_clips = tables.items(of_store([announced, look(store, item, Witness.VIDEO, 0, 1)], store))
    labels = [[column.label for column in table.columns] for table in (without, with_clips)]
    assert labels[1] == [*labels[0][:-1], "Video check", labels[0][-1]]
    assert len(without.rows[0]) + 1 == len(with_clips.rows[0])
