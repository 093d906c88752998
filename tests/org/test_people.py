"""Who may give which role, and who must remain."""

import pytest
from django.conf import settings

from biaogan.org import actions
from biaogan.org.permissions import EVERYTHING, Permission, Role, permissions_of
from biaogan.org.policies import NotAllowed
from biaogan.org.scope import NOWHERE, scope_of


def test_the_scope_of_each_role(people, two):
    assert scope_of(people.manager).store_codes == {"S01", "S02"}
    assert scope_of(people.store_manager).store_codes == {"S01"}
    assert scope_of(people.stranger).store_codes == {"S03"}
    office = actions.create_person(
        username="o", display_name="o", role=Role.HEAD_OFFICE, password=None, by=None
    )
    assert scope_of(office).store_codes == {"S01", "S02", "S03"}
    actions.deactivate(person=people.store_manager, by=None)
    assert scope_of(people.store_manager) == NOWHERE


def test_every_role_has_an_account_and_an_unknown_role_has_nothing():
    assert all(Permission.USE_ACCOUNT in permissions_of(role) for role in Role)
    assert permissions_of(Role.REGIONAL_MANAGER) == EVERYTHING
    assert permissions_of("owner") == frozenset()


def test_nobody_gives_more_than_they_have(people, two):
    with pytest.raises(NotAllowed):
        actions.change_role(person=people.store_manager, role=Role.REGIONAL_MANAGER, by=people.store_manager)
    with pytest.raises(NotAllowed):
        actions.change_role(person=people.store_manager, role=Role.HEAD_OFFICE, by=people.manager)


def test_the_last_who_manages_people_stays(people):
    actions.deactivate(person=people.stranger, by=None)
    with pytest.raises(NotAllowed):
        actions.deactivate(person=people.manager, by=None)
    with pytest.raises(NotAllowed):
        actions.change_role(person=people.manager, role=Role.VIEWER, by=None)


def test_places_outside_the_givers_scope_stay(people, two):
    actions.assign(person=people.store_manager, stores=[two.own, two.far], by=None)
    actions.assign(person=people.store_manager, stores=[two.sister], by=people.manager)
    assert scope_of(people.store_manager).store_codes == {"S02", "S03"}


def test_a_setting_keeps_its_kind_and_range(db):
    from biaogan.org.setting import value_of

    assert value_of("visits-per-week") == 2
    actions.change_setting(name="visits-per-week", value=3, by=None)
    assert value_of("visits-per-week") == 3
    for wrong in ("3", 99, -1, True):
        with pytest.raises(NotAllowed):
            actions.change_setting(name="visits-per-week", value=wrong, by=None)


def test_five_wrong_passwords_lock_the_login(people, client):
    wrong = {"username": "manager", "password": "wrong"}
    answers = [client.post("/login", wrong).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    right = {"username": "manager", "password": "quiet-harbour-42"}
    assert client.post("/login", right).status_code == 429
    assert client.post("/login", right, REMOTE_ADDR="10.0.0.9").status_code == 302, (
        "another place is not locked"
    )


def test_a_session_ends_without_use_and_after_a_week(people, as_, time_machine):
    time_machine.move_to("2026-05-04T08:00:00+08:00", tick=False)
    client = as_(people.manager)
    assert client.get("/account").status_code == 200
    time_machine.shift(settings.BIAOGAN_SESSION_IDLE * 0.9)
    assert client.get("/account").status_code == 200
    time_machine.shift(settings.BIAOGAN_SESSION_IDLE * 1.1)
    assert client.get("/account").status_code == 302
    client = as_(people.manager)
    for _ in range(20):
        client.get("/account")
        time_machine.shift(settings.BIAOGAN_SESSION_IDLE * 0.9)
    assert client.get("/account").status_code == 302, "seven days are the end whatever happens"


def test_an_empty_home_makes_its_first_account_once(client, db):
    assert client.get("/").headers["Location"] == "/start"
    form = {
        "region_name": "北区",
        "display_name": "林一",
        "username": "lin",
        "password": "quiet-harbour-42",
    }
    assert client.post("/start", form).headers["Location"] == "/begin"
    assert client.get("/begin").status_code == 200
    assert "北区" in client.get("/people").content.decode()
    assert client.post("/start", {**form, "username": "other"}).headers["Location"] == "/login"
    with pytest.raises(NotAllowed):
        actions.begin(region_name="x", username="x", display_name="x", password="x")


def test_with_stores_there_the_beginning_leads_to_the_first_page(as_, people):
    client = as_(people.manager)
    assert client.get("/begin").headers["Location"] == "/"
