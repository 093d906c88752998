"""The pages of the organisation, asked by three people."""

import pytest

from biaogan.org.models import Person, Store

PAGES = [
    "/account",
    "/account/password",
    "/stores",
    "/stores/add",
    "/stores/S01/master",
    "/people",
    "/people/add",
]
PAGES += ["/settings", "/audit", "/audit?check=1", "/jobs/"]


@pytest.mark.parametrize("path", PAGES)
def test_the_regional_manager_reads_every_page(people, as_, path):
    answer = as_(people.manager).get(path)
    assert answer.status_code == 200, path


def test_a_stranger_finds_nothing_of_another_region(people, as_):
    stranger = as_(people.stranger)
    assert stranger.get("/stores/S01/master").status_code == 404
    assert stranger.get(f"/people/{people.store_manager.pk}").status_code == 404
    assert "北城店" not in stranger.get("/stores").content.decode()
    assert "manager" not in stranger.get("/audit").content.decode().split("<main")[1]


def test_a_store_manager_sees_the_own_store_and_manages_none(people, as_):
    client = as_(people.store_manager)
    text = client.get("/stores").content.decode()
    assert "北城店" in text
    assert "北湖店" not in text
    assert client.get("/stores/S01/master").status_code == 403
    assert client.post("/stores/add", {"code": "S09", "name": "x"}).status_code == 403


def test_who_is_not_logged_in_is_asked_to(client, people):
    answer = client.get("/stores")
    assert answer.status_code == 302
    assert answer["Location"] == "/login?next=/stores"


def test_a_partial_sends_the_whole_page_to_the_login(client, people):
    answer = client.get("/stores", headers={"HX-Request": "true", "HX-Current-URL": "/stores"})
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/login?next=/stores"


def test_a_store_is_added_with_its_spellings(people, two, as_):
    form = {"code": "S09", "name": "北港店", "region": two.region.pk, "aliases": "北港\n港店"}
    answer = as_(people.manager).post("/stores/add", form, follow=True)
    assert "北港店" in answer.content.decode()
    assert Store.objects.called("港店").code == "S09"


def test_a_refused_store_keeps_what_was_typed_and_says_why(people, two, as_):
    form = {"code": "S09", "name": "北城店", "region": two.region.pk}
    text = as_(people.manager).post("/stores/add", form).content.decode()
    assert 'value="S09"' in text
    assert "S01" in text, "it names the store that has the spelling"


def test_a_person_is_added_changed_and_shut_out(people, two, as_, client):
    manager = as_(people.manager)
    form = {
        "display_name": "林一",
        "username": "lin",
        "password": "quiet-harbour-43",
        "role": "advisor",
        "stores": [two.own.pk],
    }
    manager.post("/people/add", form)
    added = Person.objects.get(username="lin")
    assert client.post("/login", {"username": "lin", "password": "quiet-harbour-43"}).status_code == 302
    manager.post(f"/people/{added.pk}", {"role": "viewer", "stores": [two.sister.pk]})
    added.refresh_from_db()
    assert added.role == "viewer"
    manager.post(f"/people/{added.pk}/deactivate")
    assert client.get("/account").status_code == 302, "a deactivated person's session is worth nothing"


def test_a_manager_cannot_place_people_outside_the_own_region(people, two, as_):
    form = {
        "display_name": "x",
        "username": "x",
        "password": "quiet-harbour-43",
        "role": "viewer",
        "stores": [two.far.pk],
    }
    assert as_(people.manager).post("/people/add", form).status_code == 200
    assert not Person.objects.filter(username="x").exists()
