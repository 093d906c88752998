"""Pages of standards ask no more with more rows."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.targets.conftest import world  # noqa: F401 - three stores and a person of every role

from biaogan.quality.models import Sop
from biaogan.quality.standards.actions import put_in_force, save_draft
from biaogan.quality.standards.items.actions import Wording, add_item
from biaogan.quality.standards.items.scores import Score
from biaogan.quality.standards.loading import load_starting_set
from biaogan.quality.standards.steps import StepText

NOW = datetime(2026, 6, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SCORES = [Score(1, "好", "good"), Score(0, "差", "bad")]
PAGES = ("standards", "standards/items", "standards/sop/welcome", "standards/sop/welcome/edit", "overview")


@pytest.mark.parametrize("who", ["regional_manager", "store_manager"])
def test_more_items_steps_and_versions_are_no_more_queries(world, who):  # noqa: F811
    load_starting_set(by=None, at=NOW)
    client = world.client(who)
    pages = [page for page in PAGES if who == "regional_manager" or not page.endswith("edit")]
    before = counted_of(client, pages)
    sop = Sop.objects.get(code="welcome")
    for number in range(5):
        wording = Wording(f"第{number}项", "", SCORES, 1)
        add_item(sop=sop, sop_step="greet", level=3, wording=wording, by=None, at=NOW)
        steps = [StepText("greet", "迎接"), *(StepText("", f"第{one}步") for one in range(number + 1))]
        save_draft(sop=sop, steps=steps, by=None, at=NOW)
        put_in_force(sop=sop, because="改", by=None, at=NOW)
    assert counted_of(client, pages) == before


def counted_of(client, pages) -> dict[str, int]:
    found = {}
    for page in pages:
        assert client.get(f"/quality/{page}").status_code == 200, page
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/quality/{page}")
        found[page] = len(queries)
    return found
