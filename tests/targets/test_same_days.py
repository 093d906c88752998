"""A running month beside the same days of other months, over files that were really imported."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from tests.targets.conftest import own_home
from tests.targets.region import HEADER

from biaogan.engine.periods import days_of
from biaogan.intake.actions import import_paths
from biaogan.intake.staging import Options
from biaogan.org.scope import scope_of
from biaogan.targets.cockpit import cockpit
from biaogan.targets.same_days import SameDays, same_days
from biaogan.targets.warming import warm
from house_world import build

MARCH = "2026-03"
SLUGS = ("revenue", "gross-margin", "visits", "nps")
STORES = ("T-own", "T-sister", "T-far")


def order(store: str, day: date, yuan: int) -> str:
    at = datetime(day.year, day.month, day.day, 9)
    moments = ",".join(f"{at + timedelta(hours=hours):%Y-%m-%d %H:%M:%S}" for hours in (0, 6, 5, 5, 5))
    number = f"{day:%y%m%d}{STORES.index(store)}"
    vin = f"LBV{number:0>14}"
    return f"{store},R{number},云A{number[-5:]},{vin},顾问甲,{moments},一般维修,已结算,{yuan},0"


def file_of(folder: Path) -> Path:
    """All of February at 100 yuan a day, and March at 150: one store has it up to 30, another up to 5."""
    february, march = days_of("2026-02"), days_of(MARCH)
    rows = [order(store, day, 100) for store in STORES for day in february]
    rows += [order("T-own", day, 150) for day in march[:30]]
    rows += [order("T-far", day, 150) for day in march[:5]]
    path = folder / "工单.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8-sig")
    return path


@pytest.fixture(scope="module")
def brought(django_db_setup, django_db_blocker, tmp_path_factory):
    from django.db import transaction

    with django_db_blocker.unblock(), own_home(tmp_path_factory.mktemp("home")) as home, transaction.atomic():
        made = build()
        import_paths(
            paths=[file_of(home)],
            options=Options(),
            by=None,
            at=datetime(2026, 3, 31, 9).astimezone(),
            below=home,
        )
        yield made
        transaction.set_rollback(True)


def compared(stores: tuple[str, ...], today: date, month: str = MARCH) -> SameDays:
    found = same_days(SLUGS, month=month, stores=stores, today=today)
    assert found is not None
    return found


def test_ten_days_are_compared_with_ten_days(brought):
    found = compared(("T-own",), date(2026, 3, 11))
    assert found.until == date(2026, 3, 10)
    assert (found.now["visits"], found.month_ago["visits"]) == (10, 10)
    assert (found.now["revenue"], found.month_ago["revenue"]) == (1500, 1000)


def test_a_shorter_month_is_compared_whole(brought):
    found = compared(("T-own",), date(2026, 3, 31))
    assert found.until == date(2026, 3, 30)
    assert (found.now["visits"], found.month_ago["visits"]) == (30, 28)


def test_what_is_missing_stays_missing(brought):
    found = compared(("T-own",), date(2026, 3, 11))
    assert (found.now["gross-margin"], found.year_ago["revenue"]) == (None, None)
    assert "nps" not in found.now  # it looks back over a quarter


def test_days_are_compared_as_far_as_every_store_has_reported_them(brought):
    found = compared(("T-own", "T-far"), date(2026, 3, 20))
    assert found.until == date(2026, 3, 5)
    assert (found.now["visits"], found.month_ago["visits"]) == (10, 10)


def test_a_store_that_has_brought_nothing_of_the_month_is_left_out_on_both_sides(brought):
    found = compared(("T-own", "T-sister"), date(2026, 3, 11))
    assert (found.now["visits"], found.month_ago["visits"]) == (10, 10)


def test_without_a_day_that_is_over_there_is_no_comparison(brought):
    assert same_days(SLUGS, month=MARCH, stores=["T-own"], today=date(2026, 3, 1)) is None
    assert same_days(SLUGS, month=MARCH, stores=["T-sister"], today=date(2026, 3, 11)) is None


def test_the_cards_show_the_changes_between_the_same_days(brought):
    scope = scope_of(brought.people["manager-own"])
    cards = {
        card.metric.slug: card for card in cockpit(scope=scope, today=date(2026, 3, 11), month=MARCH).cards
    }
    assert (cards["revenue"].month_on_month, cards["revenue"].year_on_year) == (Decimal(50), None)
    assert cards["visits"].month_on_month == 0
    assert cards["gross-margin"].month_on_month is None


def written() -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in settings.BIAOGAN_CACHE.glob("*@*/values-*.json")}


def test_the_same_question_is_worked_out_once(brought):
    warm(date(2026, 3, 20))
    first = written()
    warm(date(2026, 3, 20))
    assert written() == first
    days = {path.parent.name.partition("@")[2] for path in first}
    assert days >= {"2026-03-05", "2026-02-05", "2025-03-05"}


def test_before_the_first_file_there_is_nothing_to_work_out(world):
    warm(date(2026, 3, 20))
    assert written() == {}
