"""Pages of inspections: who sees what, planning, working without scripts, templates, export."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.quality.inspections.builders import (
    AT,
    answer_all,
    inspection,
    items,
    jpeg,
    signed,
    template,
)

from biaogan.org.actions import change_setting
from biaogan.quality.inspections import queries, templates
from biaogan.quality.inspections.witnessed import witnessed
from biaogan.quality.models import Answer, Inspection, InspectionKind, InspectionTemplate
from biaogan.quality.states.inspections import InspectionState

TODAY = AT.date()


@pytest.fixture
def client(world, time_machine):
    time_machine.move_to(AT.replace(hour=12), tick=False)
    return world.client("regional_manager")


def upload(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("a.jpg", content or jpeg(), "image/jpeg")


def text(reply) -> str:
    assert reply.status_code == 200, reply
    return reply.content.decode()


def test_a_surprise_is_not_shown_to_the_store_before_it_is_signed_off(world, client, manager):
    one = inspection(world, kind=InspectionKind.SURPRISE)
    store = world.client("store_manager")
    address = f"/quality/inspections/{one.pk}"
    assert store.get(address).status_code == 404
    assert address not in text(store.get("/quality/inspections"))
    assert "2026-06-10</td>" not in text(store.get("/quality/inspections"))
    assert "2026-06-10</td>" in text(client.get("/quality/inspections"))
    assert client.get(address).status_code == 200
    answer_all(one, by=manager)
    assert store.get(address).status_code == 404
    signed(one, by=manager)
    assert store.get(address).status_code == 200
    assert world.client("manager-sister").get(address).status_code == 404


def test_the_page_says_which_stores_are_owed_an_inspection(world, client, manager):
    done = inspection(world)
    answer_all(done, by=manager)
    signed(done, by=manager)
    inspection(world, "sister")
    inspection(world, kind=InspectionKind.SELF)
    duties = {duty.store.code: duty for duty in queries.duties(scope=scope(world), month="2026-06")}
    assert (duties["T-own"].done, duties["T-own"].missing, duties["T-own"].last_on) == (1, 0, TODAY)
    assert (duties["T-sister"].missing, duties["T-sister"].next_on) == (1, TODAY)
    assert queries.duties(scope=scope(world), month="2026-07")[0].done == 0
    change_setting(name="inspections-per-month", value=2, by=manager)
    assert {duty.missing for duty in queries.duties(scope=scope(world), month="2026-06")} == {1, 2}


def scope(world, who="regional_manager"):
    from biaogan.org.scope import scope_of

    return scope_of(world.people[who])


def test_an_inspection_is_planned_on_a_page(world, client, manager):
    made = template()
    form = {"store": world.stores["own"].pk, "template": made.pk, "planned_on": "2026-06-12"}
    reply = client.post("/quality/inspections/plan", {**form, "inspector": manager.pk})
    one = Inspection.objects.get()
    assert reply.url == f"/quality/inspections/{one.pk}"
    assert (one.planned_on, one.kind, one.lines.count()) == (date(2026, 6, 12), "announced", 4)
    for day in ("2026-06-09", "2027-12-01", "tomorrow"):
        again = client.post("/quality/inspections/plan", {**form, "planned_on": day, "inspector": manager.pk})
        assert "field-wrong" in text(again) or "notice-bad" in text(again)
    assert Inspection.objects.count() == 1


def test_a_store_plans_self_checks_only(world, client):
    visit, own = template(), template(InspectionKind.SELF, name="自查")
    store = world.client("store_manager")
    page = text(store.get("/quality/inspections/plan"))
    assert own.name_zh in page
    assert visit.name_zh not in page
    person = world.people["store_manager"]
    form = {"store": world.stores["own"].pk, "planned_on": "2026-06-10", "inspector": person.pk}
    store.post("/quality/inspections/plan", {**form, "template": visit.pk})
    assert not Inspection.objects.exists()
    store.post("/quality/inspections/plan", {**form, "template": own.pk})
    assert Inspection.objects.get().inspector == person
    sister = {**form, "template": own.pk, "store": world.stores["sister"].pk}
    store.post("/quality/inspections/plan", sister)
    assert Inspection.objects.count() == 1


def test_an_inspection_is_done_without_scripts(world, client):
    one = inspection(world)
    lines = list(one.lines.all())
    given = {f"score-{line.pk}": "2" for line in lines} | {
        f"score-{lines[0].pk}": "0", f"note-{lines[0].pk}": "没有环检",
        f"photo-{lines[0].pk}": upload(), f"score-{lines[1].pk}": "na",
    }  # fmt: skip
    address = f"/quality/inspections/{one.pk}"
    assert client.post(f"{address}/answers", given).status_code == 302
    again = {name: value for name, value in given.items() if not name.startswith("photo")}
    client.post(f"{address}/answers", again)
    assert Answer.objects.count() == len(lines), "what did not change is not answered again"
    page = text(client.get(f"{address}/phone"))
    assert page.count("checked") == len(lines)
    assert "没有环检" in page
    refused = client.post(f"{address}/sign", {"signatory": "林知秋"})
    assert refused.status_code == 422
    files = {"store_signature": upload(), "inspector_signature": upload()}
    assert client.post(f"{address}/sign", {"signatory": "林知秋", **files}).url == address
    one.refresh_from_db()
    assert one.state == InspectionState.SIGNED
    assert client.get(f"{address}/phone").url == address
    assert "没有环检" in text(client.get(address))


def test_a_bad_photo_without_scripts_is_said_and_the_answers_stay(world, client):
    one = inspection(world)
    line = one.lines.get(place=1).pk
    given = {f"score-{line}": "1", f"photo-{line}": upload(b"PK\x03\x04")}
    reply = client.post(f"/quality/inspections/{one.pk}/answers", given)
    assert reply.status_code == 422
    assert "notice-bad" in reply.content.decode()
    assert Answer.objects.get().points == 1


def test_an_amendment_is_shown_with_who_when_and_why(world, client, manager):
    one = inspection(world)
    answer_all(one, by=manager, failing=(1,))
    signed(one, by=manager)
    line = one.lines.get(place=1).pk
    address = f"/quality/inspections/{one.pk}/items/{line}/amend"
    assert client.get(address).status_code == 200
    client.post(address, {"score": "2", "note": "", "reason": "车位看错了"})
    page = text(client.get(f"/quality/inspections/{one.pk}"))
    assert "车位看错了" in page
    assert "0 → 2" in page
    assert world.client("store_manager").get(address).status_code == 403
    still = inspection(world)
    assert client.get(f"/quality/inspections/{still.pk}/items/{line}/amend").status_code == 404


def test_the_usual_templates_are_made_once_from_the_items_in_use(world, client, manager):
    client.post("/quality/inspections/templates/usual")
    assert not InspectionTemplate.objects.exists()
    items(8)
    for _ in range(2):
        client.post("/quality/inspections/templates/usual")
    counts = {one.kind: one.places.count() for one in InspectionTemplate.objects.all()}
    assert counts == {"announced": 8, "surprise": 4, "self": 4}


def test_a_template_is_made_changed_and_retired(world, client):
    made = items(3)
    form = {"name": "夜间突击", "kind": "surprise", "items": [one.pk for one in made[:2]]}
    client.post("/quality/inspections/templates/add", form)
    one = InspectionTemplate.objects.get()
    address = f"/quality/inspections/templates/{one.pk}"
    client.post(address, {**form, "items": [made[2].pk]})
    assert [place.item for place in one.places.all()] == [made[2]]
    assert "field-wrong" in text(client.post(address, {**form, "items": []}))
    assert "notice-bad" in text(client.post("/quality/inspections/templates/add", form))
    client.post(f"{address}/retire")
    assert "夜间突击" not in text(client.get("/quality/inspections/plan"))


def test_the_list_is_exported_as_seen(world, client, manager):
    one = inspection(world)
    answer_all(one, by=manager, failing=(1,))
    signed(one, by=manager)
    inspection(world, "sister")
    reply = client.post("/quality/inspections/export?store=T-own")
    sheet = openpyxl.load_workbook(BytesIO(reply.content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    found = [row for row in rows if "own店" in row]
    assert len(found) == 1
    assert "6/8" in found[0]
    assert not any("sister店" in row for row in rows)
    assert world.client("viewer").post("/quality/inspections/export").status_code == 403


def test_what_inspections_saw_is_handed_up(world, manager):
    of = items(2)
    for kind, failing in ((InspectionKind.ANNOUNCED, ()), (InspectionKind.SURPRISE, (1,))):
        one = inspection(world, kind=kind, of=of)
        answer_all(one, by=manager, failing=failing)
        signed(one, by=manager)
    inspection(world, of=of)
    own = inspection(world, kind=InspectionKind.SELF, of=of)
    answer_all(own, by=manager)
    signed(own, by=manager)
    stores = list(world.stores.values())
    rows = witnessed(stores=stores, since=TODAY, until=TODAY)
    seen = {(one.item_id, one.witness): (one.passed, one.total) for one in rows}
    first, second = (one.pk for one in of)
    assert seen == {
        (first, "announced"): (1, 1), (first, "surprise"): (0, 1),
        (second, "announced"): (1, 1), (second, "surprise"): (1, 1),
    }  # fmt: skip
    assert witnessed(stores=stores[1:], since=TODAY, until=TODAY) == []


def test_the_usual_templates_keep_those_that_are_there(world, manager):
    items(4)
    template(name="月度流程检查")
    made = templates.make_usual_templates(by=manager, at=AT)
    assert [one.kind for one in made] == ["surprise", "self"]


def test_a_change_of_an_instruction_names_the_templates_it_touches(world):
    from biaogan.quality.inspections.touched import touched

    made = items(2)
    made[0].sop_step = "walk-round"
    made[0].save()
    one = template(of=made)
    sop = made[0].sop
    assert [found.label for found in touched(sop=sop, steps=["walk-round"])] == [one.name]
    assert touched(sop=sop, steps=["other"]) == []


def asked(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_pages_ask_no_more_with_more_rows(world, client, manager):
    one = inspection(world, of=items(2))
    answer_all(one, by=manager, failing=(1,))
    pages = ("/quality/inspections", f"/quality/inspections/{one.pk}", f"/quality/inspections/{one.pk}/phone")
    before = [asked(client, page) for page in pages]
    more = inspection(world, of=items(12))
    answer_all(more, by=manager, failing=(1, 2, 3))
    for _ in range(3):
        inspection(world, "sister")
    pages = (pages[0], *(page.replace(f"/{one.pk}", f"/{more.pk}") for page in pages[1:]))
    assert [asked(client, page) for page in pages] == before


def test_the_worker_reaches_the_list_and_holds_nothing_of_anybody(world):
    reply = world.client("anonymous").get("/quality/inspections/worker.js")
    assert reply.headers["Service-Worker-Allowed"] == "/quality/inspections"
    assert reply.headers["Cache-Control"] == "no-cache"
    assert b"VERSION" in reply.content
