"""Personal data on request: found, handed out, deleted."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from django.apps import apps
from django.utils import timezone
from tests.intake.files import Order, orders_csv, several
from tests.intake.test_uploads import checked

from biaogan.intake.actions import import_paths, undo_batch
from biaogan.intake.deleting import delete_person
from biaogan.intake.models import Batch, Identity, SourceFile
from biaogan.intake.persons import find, spellings
from biaogan.intake.staging import Options
from biaogan.org.models import AuditEvent
from biaogan.org.scope import scope_of

pytestmark = pytest.mark.usefixtures("home")
CANARY = Order("R0042", plate="云C77777", vin="LBVCANARY00000042", owner="赵金丝雀", phone="19912345678")


def bring(folder: Path, orders: list[Order], name: str) -> Batch:
    path = folder / name
    path.write_bytes(orders_csv(orders).read())
    import_paths(paths=[path], options=Options(), by=None, at=timezone.now(), below=folder)
    path.unlink()
    return Batch.objects.latest("position")


@pytest.fixture
def canary(people, tmp_path) -> Batch:
    """A person in an accepted row, in a refused one, and in a column nobody mapped."""
    bring(tmp_path, several(2), "别人.csv")
    bring(tmp_path, [Order("R0090", other="钥匙交给赵金丝雀"), Order("R0091")], "备注.csv")
    return bring(
        tmp_path,
        [CANARY, Order("R0043", owner="赵金丝雀", plate="云C·77777", opened="2026-13-45")],
        "本人.csv",
    )


def named(personal: str) -> Identity:
    value = {"name": CANARY.owner, "plate": CANARY.plate, "vin": CANARY.vin, "phone": CANARY.phone}[personal]
    return Identity.objects.get(personal=personal, value=value)


@pytest.mark.parametrize("typed", ["云C·77777", " 云c77777 ", "云Ｃ７７７７７"])
def test_a_plate_is_found_however_it_is_spelled(typed):
    assert "云C77777" in spellings(typed)


def test_a_person_is_found_in_the_own_region_only(people, canary):
    found = find(text="赵金丝雀", scope=scope_of(people.manager))
    assert [one.personal for one in found] == ["name"]
    assert find(text="赵金丝雀", scope=scope_of(people.stranger)) == []


def test_a_search_is_noted_without_what_was_typed(people, as_, canary):
    answer = as_(people.manager).post("/persons/", {"text": "赵金丝雀"})
    assert named("name").pseudonym in answer.content.decode()
    event = AuditEvent.objects.filter(action="intake.search_person").get()
    assert event.details == {"found": [named("name").pseudonym]}
    assert "赵金丝雀" not in str(vars(event))


def test_what_is_held_is_shown_masked_with_the_values_beside_it(people, as_, canary):
    answer = as_(people.manager).get(f"/persons/{named('plate').pseudonym}/")
    text = answer.content.decode()
    assert {one[1] for one in answer.context["together"]} >= {"VIN", "姓名"} or {
        one[1] for one in answer.context["together"]
    } >= {"VIN", "Name"}
    for clear in ("赵金丝雀", "云C77777", CANARY.vin, CANARY.phone):
        assert clear not in text


def test_others_may_not_look_at_persons(people, as_, canary):
    pseudonym = named("plate").pseudonym
    for path in ("/persons/", f"/persons/{pseudonym}/"):
        assert as_(people.store_manager).get(path).status_code == 403
    assert as_(people.stranger).get(f"/persons/{pseudonym}/").status_code == 404
    for action in ("export", "delete"):
        assert as_(people.store_manager).post(f"/persons/{pseudonym}/{action}").status_code == 403
        assert as_(people.stranger).post(f"/persons/{pseudonym}/{action}").status_code == 404
        assert as_(people.manager).get(f"/persons/{pseudonym}/{action}").status_code == 405


def test_an_export_holds_the_rows_with_their_places_and_is_noted(people, as_, canary):
    plate, name = named("plate").pseudonym, named("name").pseudonym
    answer = as_(people.manager).post(f"/persons/{plate}/export", {"pseudonym": [name]})
    content = json.loads(answer.content)
    [order] = content["facts"]["repair_order"]
    assert (order["file"], order["line"], order["ro_no"]) == ("本人.csv", 2, "R0042")
    assert (order["plate"], order["owner"]) == ("云C77777", "赵金丝雀")
    assert "vin" not in order, "what was not chosen stays out"
    event = AuditEvent.objects.filter(action="intake.export_person").get()
    assert event.details["pseudonyms"] == sorted([plate, name])


def test_a_person_of_an_undone_batch_is_still_found(people, canary):
    undo_batch(batch=canary, by=None, at=timezone.now())
    assert find(text=CANARY.plate, scope=scope_of(people.manager))
    assert find(text=CANARY.plate, scope=scope_of(people.stranger)) == []


def test_a_person_only_in_refused_rows_is_found_and_deleted(people, as_, work, tmp_path, home):
    bring(tmp_path, [Order("R0900", plate="云D88888", opened="2026-13-45"), Order("R0901")], "退回.csv")
    answer = as_(people.stranger).post("/persons/", {"text": "云D·88888"})
    assert not answer.context["found"]
    answer = as_(people.manager).post("/persons/", {"text": "云D·88888"})
    [(identity, _label, _value)] = answer.context["found"]
    as_(people.manager).post(f"/persons/{identity.pseudonym}/delete", {"sure": "1"})
    work()
    assert not [row for row in everything_written(home) if "88888" in row]


def everything_written(home: Path) -> list[str]:
    """Every text in the database and every cell of every file of the home."""
    rows = [str(row) for model in apps.get_models() for row in model._base_manager.values()]
    for path in home.rglob("*"):
        if path.suffix == ".parquet":
            rows += [str(row) for row in pl.read_parquet(path).iter_rows()]
        elif path.is_file():
            rows.append(path.read_bytes().decode("utf-8", "replace"))
    return rows


def holding(home: Path) -> list[str]:
    values = ("赵金丝雀", "77777", CANARY.vin, CANARY.phone)
    return [row[:200] for row in everything_written(home) if any(value in row for value in values)]


def test_after_deletion_the_person_is_found_nowhere(people, as_, work, canary, home):
    assert holding(home)
    plate = named("plate").pseudonym
    others = [named(personal).pseudonym for personal in ("name", "vin", "phone")]
    client = as_(people.manager)
    asked = client.post(f"/persons/{plate}/delete", {"pseudonym": others})
    assert Identity.objects.filter(pseudonym=plate).exists(), "it asks first"
    assert "sure" in asked.content.decode()
    answer = client.post(f"/persons/{plate}/delete", {"pseudonym": others, "sure": "1"})
    assert work() == 1
    assert client.get(answer.url).context["job"].state == "done"
    assert holding(home) == []


def test_after_deletion_the_facts_and_their_places_stay(people, canary, home):
    delete_person(pseudonyms={named(one).pseudonym for one in ("name", "plate")}, by=None, at=timezone.now())
    removed = SourceFile.objects.exclude(removed_at=None).values_list("name", flat=True)
    assert sorted(removed) == ["备注.csv", "本人.csv"]
    assert Batch.objects.get(pk=canary.pk).accepted == 1


def test_deletion_ends_a_waiting_upload_that_names_the_person(people, as_, work, canary):
    upload = checked(as_(people.manager), work, orders_csv([CANARY, Order("R0077")], name="等待.csv"))
    other = checked(as_(people.manager), work, orders_csv(several(1), name="无关.csv"))
    deleted = delete_person(pseudonyms={named("plate").pseudonym}, by=None, at=timezone.now())
    upload.refresh_from_db()
    other.refresh_from_db()
    assert (deleted.uploads, upload.state, other.state) == (1, "cancelled", "checked")


def test_a_person_known_in_another_region_too_is_not_deleted_from_here(people, as_, canary, tmp_path):
    bring(tmp_path, [Order("R0500", "S03", plate=CANARY.plate)], "南山.csv")
    plate = named("plate").pseudonym
    answer = as_(people.manager).post(f"/persons/{plate}/delete", {"sure": "1"}, follow=True)
    assert "S03" in str([str(message) for message in answer.context["messages"]])
    assert Identity.objects.filter(pseudonym=plate).exists()


def test_a_deletion_leaves_no_value_in_the_audit_trail(people, canary):
    delete_person(pseudonyms={named("name").pseudonym}, by=people.manager, at=timezone.now())
    assert AuditEvent.objects.filter(action="intake.delete_person").exists()
    assert "赵金丝雀" not in str(list(AuditEvent.objects.values()))
