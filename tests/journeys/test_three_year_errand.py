"""A manager's errand: somebody asks for 20 % off for everybody, and the test finds another way."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.targets.conftest import own_home
from tests.targets.region import bring

from biaogan.config.handlers import collect
from biaogan.jobs.worker import Worker
from biaogan.targets.models import Decision
from house_world import build


@pytest.fixture
def world(db, tmp_path, time_machine):
    time_machine.move_to("2026-06-20T09:00:00+08:00", tick=False)
    with own_home(tmp_path):
        made = build()
        bring(tmp_path, [store.code for store in made.stores.values()])
        yield made


def asked(client: Client, address: str, data: dict[str, object] | None = None) -> str:
    """The page one stands on after a click, in Chinese as the manager reads it."""
    answer = client.get(address) if data is None else client.post(address, data, follow=True)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_from_a_discount_for_everybody_to_another_way(world):
    collect()
    client = world.client("regional_manager")
    assert "还没有记录决策" in asked(client, "/decisions")
    proposal = {
        "title": "全年八折", "what": "全年对所有客户打八折", "proposer": "陈投资", "discount_depth": "20",
        "place": f"region:{world.regions['own'].pk}", "expected_yuan": "500000", "test": "1",
    }  # fmt: skip
    page = asked(client, "/decisions/new", proposal)
    assert "否决" in page
    assert "主要原因" in page
    assert "什么会改变结论" in page
    assert "导致" not in page
    pk = Decision.objects.get().pk
    assert "progress" in asked(client, f"/decisions/{pk}/search", {})
    assert Worker(beat_seconds=600).run_next()
    page = asked(client, f"/decisions/{pk}")
    assert "替代方案 3" in page
    page = asked(client, f"/decisions/{pk}/take/0", {})
    assert "已按该替代方案的措施新建草稿" in page
    other = Decision.objects.exclude(pk=pk).get()
    page = asked(client, f"/decisions/{other.pk}/test", {})
    assert "已按最新数据检验" in page
    dropped = {"state": "dropped", "reason": "检验否决，改用替代方案", "starts": "2026-07"}
    assert "决定已记录" in asked(client, f"/decisions/{pk}/decide", dropped)
    go = {"state": "go", "reason": "两套假设都通过", "starts": "2026-07"}
    assert "执行中" in asked(client, f"/decisions/{other.pk}/decide", go)
    listed = asked(client, "/decisions")
    assert "已放弃" in listed
    assert "通过" in listed
