"""Regions: made by those who see all, answered for by somebody, looked at one by one."""

from __future__ import annotations

import pytest

from biaogan.org import actions
from biaogan.org.models import AuditEvent, Region, Store
from biaogan.org.permissions import Role
from biaogan.org.policies import NotAllowed
from biaogan.org.scope import narrowed, scope_of
from house_world import build


@pytest.fixture
def world(db):
    return build()


@pytest.fixture
def of_both(world):
    """A regional manager of both regions."""
    return actions.create_person(
        username="both", display_name="both", role=Role.REGIONAL_MANAGER, password="quiet-harbour-42",
        regions=[world.regions["own"], world.regions["far"]], by=None,
    )  # fmt: skip


def stores_seen(client) -> set[str]:
    return set(client.get("/stores").wsgi_request.scope.store_codes)


def test_head_office_makes_a_region_with_somebody_who_answers_for_it(world):
    manager = world.people["regional_manager"]
    client = world.client("head_office")
    client.post("/regions/add", {"name": "东区", "managers": [manager.pk]})
    made = Region.objects.get(name="东区")
    assert made.pk in scope_of(manager).region_ids
    assert world.regions["own"].pk in scope_of(manager).region_ids, "what they answered for stays theirs"
    noted = AuditEvent.objects.filter(action__in=["region-created", "person-assigned"])
    assert {event.person for event in noted[:2]} == {world.people["head_office"]}


@pytest.mark.parametrize(
    ("name", "sentence"), [("东区", "at least one regional manager"), ("南区", "called “南区” already")]
)
def test_a_region_without_manager_or_with_a_taken_name_is_refused_in_words(world, name, sentence):
    client = world.client("head_office")
    client.cookies["django_language"] = "en"
    managers = [] if name == "东区" else [world.people["regional_manager"].pk]
    assert sentence in client.post("/regions/add", {"name": name, "managers": managers}).content.decode()
    assert Region.objects.count() == 2


def test_who_works_in_some_regions_makes_none(world):
    manager = world.people["regional_manager"]
    with pytest.raises(NotAllowed):
        actions.open_region(name="东区", managers=[manager], by=manager)
    with pytest.raises(NotAllowed):
        actions.open_region(name="东区", managers=[world.people["store_manager"]], by=None)


def test_a_region_is_renamed_and_handed_over(world, of_both):
    far = world.regions["far"]
    actions.change_region(region=far, name="西南区", managers=[of_both], by=None)
    actions.change_region(region=far, name="西南区", managers=[world.people["regional_manager"]], by=None)
    far.refresh_from_db()
    assert far.name == "西南区"
    assert far.pk not in scope_of(of_both).region_ids
    assert world.regions["own"].pk in scope_of(of_both).region_ids
    assert far.pk in scope_of(world.people["regional_manager"]).region_ids


def test_a_store_moves_with_its_form(world, of_both):
    world.people["both"] = of_both
    client, store = world.client("both"), world.stores["own"]
    values = {"name": store.name, "region": world.regions["far"].pk, "is_active": "on"}
    assert client.post(f"/stores/{store.code}/master", values).status_code == 302
    assert Store.objects.get(pk=store.pk).region == world.regions["far"]
    assert store.code not in scope_of(world.people["regional_manager"]).store_codes


def test_a_store_moves_only_within_the_scope(world):
    client, store = world.client("regional_manager"), world.stores["own"]
    values = {"name": store.name, "region": world.regions["far"].pk, "is_active": "on"}
    assert client.post(f"/stores/{store.code}/master", values).status_code == 200
    assert Store.objects.get(pk=store.pk).region == world.regions["own"]


@pytest.mark.parametrize("who", ["head_office", "both"])
def test_a_chosen_region_narrows_every_page_until_all_are_chosen_again(world, of_both, who):
    world.people["both"] = of_both
    client = world.client(who)
    assert stores_seen(client) == {"T-own", "T-sister", "T-far"}
    answer = client.post("/regions/choose", {"region": world.regions["far"].pk, "next": "/stores?x=1"})
    assert answer.url == "/stores"
    assert stores_seen(client) == {"T-far"}
    assert client.get("/stores/T-own").status_code == 404
    client.post("/regions/choose", {"region": ""})
    assert stores_seen(client) == {"T-own", "T-sister", "T-far"}


def test_nobody_chooses_a_region_outside_the_scope(world):
    client = world.client("regional_manager")
    assert client.post("/regions/choose", {"region": world.regions["far"].pk}).status_code == 404
    assert stores_seen(client) == {"T-own", "T-sister"}
    whole = scope_of(world.people["regional_manager"])
    assert narrowed(whole, world.regions["far"].pk) == whole


@pytest.mark.parametrize(
    "address", ["/stores/T-own", "https://elsewhere.example/x", "//elsewhere.example", ""]
)
def test_choosing_leads_to_the_start_where_the_page_is_one_of_a_region(world, address):
    client = world.client("head_office")
    assert client.post("/regions/choose", {"region": "", "next": address}).url == "/"


def test_saving_a_person_keeps_the_places_of_regions_not_looked_at(world, of_both):
    """The form shows all places one may give, whichever region is chosen."""
    world.people["both"] = of_both
    client, colleague = world.client("both"), world.people["manager-far"]
    client.post("/regions/choose", {"region": world.regions["own"].pk})
    page = client.get(f"/people/{colleague.pk}")
    assert page.status_code == 200
    assert set(page.context["form"].fields["stores"].queryset) == set(Store.objects.all())


def test_the_chooser_is_shown_to_whoever_sees_several_regions(world):
    assert "/regions/choose" in world.client("head_office").get("/stores").content.decode()
    assert "/regions/choose" not in world.client("regional_manager").get("/stores").content.decode()
