"""The page of survey integrity, the rows behind a sign, and the alert of the watch."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from tests.quality.voices import ORDERS, SURVEYS, bring, order, survey
from tests.targets.conftest import own_home

from biaogan.followup.models import Alert
from biaogan.quality.rules import find
from biaogan.workbench.watch import watch
from house_world import build

AT = datetime.fromisoformat("2026-06-20T09:00:00+08:00")
HOME = "/quality/integrity"


@pytest.fixture
def world(db, tmp_path, time_machine):
    time_machine.move_to(AT, tick=False)
    with own_home(tmp_path) as home:
        made = build()
        fill(home)
        yield made


def fill(home):
    """May at two stores of a region: at T-own forty of fifty answer within a minute of each other."""
    lines, visits = [], []
    for number in range(50):
        day = f"2026-05-{1 + number % 28:02d}"
        burst = datetime(2026, 5, 31, 18) + timedelta(seconds=40 * number)
        answered = f"{burst:%Y-%m-%d %H:%M:%S}" if number < 40 else ""
        lines.append(
            survey(
                number,
                day=day,
                answered=answered,
                nps="10" if answered else "",
                phone="13800138000",
                order=f"OWN{number:05d}",
            )
        )
        visits.append(order(number, day=day))
        honest = f"{day} {9 + number % 9:02d}:{number:02d}:00" if number % 2 else ""
        nps = str(10 if number % 3 else 4) if honest else ""
        lines.append(
            survey(
                100 + number, store="T-sister", day=day, answered=honest, nps=nps, phone=f"139{number:08d}"
            )
        )
        visits.append(order(100 + number, store="T-sister", day=day))
    bring(home, "工单.csv", ORDERS, visits)
    bring(home, "回访.csv", SURVEYS, lines)


def text(client, address, language="en"):
    client.cookies["django_language"] = language
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_signs_stand_on_the_page_and_open_to_their_rows_without_a_number(world):
    client = world.client("regional_manager")
    page = text(client, HOME)
    assert "signs beyond chance" in page
    assert "less than once in a million with honest answers" in page
    assert "应答率高于其他所有门店" in text(client, HOME, "zh-hans")
    rows = text(client, f"{HOME}/fast/T-own?month=2026-05")
    assert "2026-05-31 18:00" in rows
    assert "contact 1" in rows
    assert "13800138000" not in rows
    assert "contact 1" in text(client, f"{HOME}/one-phone/T-own?month=2026-05")
    for sign in ("answer-rate", "answer-jump", "top-run", "no-contact", "not-asked"):
        text(client, f"{HOME}/{sign}/T-own?month=2026-05")
    assert client.get(f"{HOME}/no-such/T-own").status_code == 404
    assert client.post(f"{HOME}/export?month=2026-05").content[:2] == b"PK"


def test_a_store_manager_sees_the_own_store_alone(world):
    own, sister = world.client("manager-own"), world.client("manager-sister")
    assert "own店" in text(own, HOME)
    assert "sister店" not in text(own, HOME)
    assert "Nothing beyond chance" in text(sister, HOME)
    assert sister.get(f"{HOME}/fast/T-own?month=2026-05").status_code == 404
    assert world.client("viewer").get(HOME).status_code == 403
    assert "No surveys in this month" in text(world.client("manager-far"), HOME)


def test_the_watch_raises_one_alert_with_every_sign(world):
    stores = [world.stores["own"], world.stores["sister"]]
    found = find(stores=stores, today=date(2026, 6, 20))
    assert [one.store for one in found] == ["T-own"]
    assert len(found[0].evidence) >= 3
    watch(at=AT)
    watch(at=AT)
    alert = Alert.objects.get(rule="survey-integrity")
    assert (alert.store.code, alert.month) == ("T-own", "2026-05")
    assert world.client("regional_manager").get(alert.address).status_code == 200
