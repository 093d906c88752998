"""Quality at a glance: the ladder from looks, breaches that silence higher levels, counts from the parts."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from tests.targets.conftest import world  # noqa: F401 - three stores and a person of every role

from biaogan.org.scope import scope_of
from biaogan.quality.findings.actions import move_finding, record_finding
from biaogan.quality.models import CheckItem
from biaogan.quality.standards.loading import load_starting_set
from biaogan.quality.witnesses import overview as page
from biaogan.quality.witnesses import tables
from biaogan.quality.witnesses.seen import Witness, Witnessed
from biaogan.quality.witnesses.standings import About, Standing

NOW = datetime(2026, 6, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date()


@pytest.fixture
def stores(world):  # noqa: F811
    load_starting_set(by=None, at=NOW)
    return world.stores


def looks_at(store, shares):
    """Two looks at each of five items of a level: so many of the ten passed."""
    found = []
    for level, passed in shares.items():
        for number, item in enumerate(CheckItem.objects.filter(level=level).order_by("pk")[:5]):
            good = max(0, min(2, passed - 2 * number))
            found.append(Witnessed(item.pk, store.pk, Witness.SURPRISE, good, 2))
    return found


def seen(monkeypatch, found):
    monkeypatch.setattr(page, "looks", lambda **_: found)


def breach(store, level=1):
    item = CheckItem.objects.filter(level=level).first()
    return record_finding(
        store=store, source="hand", key=f"k{level}-{store.pk}", step=item.step, level=level, item=item,
        text="工单无客户签字", found_on=TODAY, by=None, at=NOW,
    )  # fmt: skip


def at(world, store):  # noqa: F811
    found = page.overview(scope=scope_of(world.people["regional_manager"]), today=TODAY)
    return next(one for one in found.stores if one.store == store), found


def test_the_ladder_comes_from_looks_and_a_breach_silences_the_higher_levels(world, stores, monkeypatch):  # noqa: F811
    own = stores["own"]
    seen(monkeypatch, looks_at(own, {1: 10, 2: 8, 3: 6, 4: 10}))
    one, _all = at(world, own)
    assert [rung.score for rung in one.ladder.rungs] == [100, 80, 60, 100]
    assert (one.ladder.counted, tables.shape(one.ladder)) == (85, "")
    finding = breach(own)
    one, _all = at(world, own)
    assert (one.breaches, one.findings, one.ladder.counted) == (1, 1, 25)
    assert tables.shape(one.ladder) == "Strong surprise, weak basics"
    move_finding(finding=finding, state="resolved", by=None)
    one, _all = at(world, own)
    assert one.ladder.counted == 85, "once the breach is closed the points count again"


def test_a_finding_of_a_higher_level_is_no_breach(world, stores, monkeypatch):  # noqa: F811
    seen(monkeypatch, [])
    breach(stores["own"], level=2)
    one, found = at(world, stores["own"])
    assert (one.breaches, one.findings, one.ladder.counted) == (0, 1, None)
    assert (found.breaches, found.findings, found.counted) == (0, 1, None)


def test_every_item_weighs_the_same_however_often_it_was_looked_at(stores):
    often, seldom = CheckItem.objects.filter(level=1)[:2]
    own = stores["own"].pk
    found = page.answers_of(
        [
            Witnessed(often.pk, own, Witness.ANNOUNCED, 90, 90),
            Witnessed(often.pk, own, Witness.SHOP, 0, 10),
            Witnessed(seldom.pk, own, Witness.SHOP, 0, 1),
            Witnessed(seldom.pk, own, Witness.TIMESTAMPS, 500, 500),
        ]
    )
    assert [(one.points, one.full) for one in found[own]] == [(0.9, 1), (0, 1)], "records score no ladder"


def test_a_stranger_store_does_not_count(world, stores, monkeypatch):  # noqa: F811
    seen(monkeypatch, [])
    breach(stores["far"])
    _one, found = at(world, stores["own"])
    assert (len(found.stores), found.findings) == (2, 0)


def test_what_the_parts_tell_of_a_store_stands_beside_it_and_nothing_else(world, stores, monkeypatch):  # noqa: F811
    seen(monkeypatch, [])
    own = stores["own"]

    told = [
        Standing(own.pk, About.INSPECTION, day=date(2026, 6, 2), url="/x"),
        Standing(own.pk, About.COMPLAINTS, number=2),
    ]
    planted = SimpleNamespace(standing=lambda **_asked: told)

    monkeypatch.setattr(page, "modules", lambda _name: (planted,))
    _one, found = at(world, own)
    table = tables.stores(found)
    assert found.told == [About.COMPLAINTS, About.INSPECTION]
    assert [column.label for column in table.columns][8:10] == ["Complaints overdue", "Last inspection"]
    [row, other] = sorted(table.rows, key=lambda row: row[8] == "—")
    assert (row[8].text, row[9].text, other[8], other[9]) == (2, "2026-06-02", "—", "—")
