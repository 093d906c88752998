"""A region's manager sees a figure, asks who differs and why, and stands before the rows."""

from __future__ import annotations

import html
import re

import pytest
from tests.targets.conftest import own_home
from tests.targets.region import HEADER, LAST, NOW
from tests.targets.region import bring as bring_orders

from biaogan.intake.actions import import_paths
from biaogan.intake.staging import Options
from house_world import build

EXTRA = (
    "T-own,OWNEXTRA1,云O99999,LBV0000000009999,顾问甲,2026-05-08 09:00:00,2026-05-08 15:00:00,"
    "2026-05-08 14:00:00,2026-05-08 14:00:00,2026-05-08 14:00:00,一般维修,已结算,1234.56,700"
)


@pytest.fixture
def world(db, tmp_path, time_machine):
    time_machine.move_to("2026-06-20T12:00:00+08:00", tick=False)
    with own_home(tmp_path) as home:
        made = build()
        bring_orders(home, ["T-own", "T-sister"])
        extra = home / "补单.csv"
        extra.write_text(f"{HEADER}\n{EXTRA}\n", encoding="utf-8-sig")
        import_paths(paths=[extra], options=Options(), by=None, at=NOW, below=home)
        yield made


class Reader:
    """Somebody who goes from page to page by the links that stand there."""

    def __init__(self, client):
        self.client, self.shown = client, ""
        client.cookies["django_language"] = "en"

    def opens(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, address
        self.shown = answer.content.decode()
        return self.shown

    def follows(self, start: str) -> str:
        """The first link that begins so, relative ones read as of the last page."""
        links = [html.unescape(link) for link in re.findall(r'href="([^"]+)"', self.shown)]
        return self.opens(next(link for link in links if link.startswith(start)))


def test_from_the_cockpit_to_who_differs_why_and_the_rows(world):
    reader = Reader(world.client("regional_manager"))
    reader.opens(f"/cockpit?month={LAST}")
    reader.follows("/metrics/on-time-delivery?")
    compared = reader.follows("/metrics/on-time-delivery/comparison?")
    assert "own店 (94.6%) and sister店 (33.3%)" in compared
    assert "Worse than own店" in compared
    why = reader.follows("/metrics/on-time-delivery/why?")
    assert "Not explained" in why
    reader.opens(f"/metrics/on-time-delivery/why?month={LAST}&store=T-sister&against=year")
    rows = reader.follows("/metrics/on-time-delivery/rows?")
    assert "TER202605" in rows


def test_money_is_explained_to_the_fen_on_the_page(world):
    reader = Reader(world.client("regional_manager"))
    shown = reader.opens(f"/metrics/revenue/why?month={LAST}&against=year")
    gaps = re.findall(r"<tfoot>.*?</tfoot>", shown, re.DOTALL)
    numbers = [
        float(text.replace(",", "").replace("\u2212", "-"))
        for text in re.findall(r">\s*([\u2212\d][\d,.]*)\s*<", gaps[-1])
    ]
    assert numbers[0] == 1934.56
    assert numbers[0] == pytest.approx(sum(numbers[1:]), abs=0.001)
