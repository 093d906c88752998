"""The room's knowledge among the facts: the same door, the same lineage, once and not twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from tests.quality.improvements import builders
from tests.quality.improvements.builders import NOW

from biaogan.engine.facts.kinds import KINDS
from biaogan.engine.text import Text
from biaogan.intake.actions import import_paths, original
from biaogan.intake.formats.synonyms import key, synonyms
from biaogan.intake.models import Batch, SourceFile
from biaogan.intake.staging import Options
from biaogan.intake.state import current_version, lake, pins_of
from biaogan.jobs.models import Job
from biaogan.quality.datasets import DECLARED, INSPECTION, datasets
from biaogan.quality.improvements import actions
from biaogan.quality.improvements.published import published
from biaogan.quality.publishing.dataset import Dataset
from biaogan.quality.publishing.publishing import NotPublished, publish
from biaogan.targets.numbers import figures, rows_behind

LATER = NOW + timedelta(days=30)


def kept(store="T-own"):
    """Number, month and whether proven in time, as the facts have it."""
    rows = lake().read("improvement", pins_of(current_version()).get("improvement")).collect()
    return {
        (row["improvement_no"], f"{row['due_date']:%Y-%m}", bool(row["verified_on"]))
        for row in rows.filter(store=store).to_dicts()
    }


def now(at=NOW):
    return publish(datasets=[one for one in datasets() if one.code == "improvement"], at=at)


def test_a_figure_is_read_from_it_and_opens_to_the_file_its_sheet_and_line(world):
    one = builders.verified(world)
    builders.opened(world)
    builders.dropped(world)
    assert now() == {"written": 1, "withdrawn": 0, "same": 0}
    read = figures(
        ["improvement-loop-closure"], months=["2026-12"], stores=["T-own"], as_of=date(2027, 1, 5), by="store"
    )
    assert read.at("improvement-loop-closure", "T-own", "2026-12").value == Decimal(50)
    rows = rows_behind("improvement-loop-closure", store="T-own", month="2026-12", as_of=date(2027, 1, 5))
    [row] = rows.filter(counted_in_numerator=True).to_dicts()
    batch = Batch.objects.select_related("file").get(code=row["batch"])
    assert (row["improvement_no"], row["line"]) == (one.number, 2)
    assert batch.file.name == "标杆·改进 T-own 2026-12.csv"
    text = original(batch.file.sha256).read_text("utf-8-sig").splitlines()
    assert one.number in text[row["line"] - 1]


def test_the_same_content_is_not_brought_again(world):
    builders.verified(world)
    now()
    assert now(LATER) == {"written": 0, "withdrawn": 0, "same": 1}
    assert Batch.objects.count() == SourceFile.objects.count() == 1


def test_what_has_changed_takes_the_place_of_the_former_batch(world):
    one = builders.measured(builders.done(world), "shown")
    now()
    assert kept() == {(one.number, "2026-12", False)}
    actions.verify_improvement(improvement=one, by=world.people["regional_manager"], at=NOW)
    assert now(LATER)["written"] == 1
    assert kept() == {(one.number, "2026-12", True)}
    old, new = Batch.objects.order_by("pk")
    assert (old.state, new.state, new.position) == ("undone", "accepted", 1)
    assert new.file_id != old.file_id


def test_what_moved_to_another_month_is_not_counted_twice(world):
    one = builders.planned(world)
    now()
    actions.change_goal(
        improvement=one, version=one.version, metric=one.metric, direction="up", size=one.size,
        proof_on=date(2027, 1, 31), because="备件延误", by=world.people["store_manager"], at=NOW,
    )  # fmt: skip
    assert now(LATER) == {"written": 1, "withdrawn": 1, "same": 0}
    assert kept() == {(one.number, "2027-01", False)}


def test_a_list_that_a_store_sends_back_is_the_same_rows(world, tmp_path):
    """The product's own numbers name an improvement wherever it comes from; others are others."""
    one = builders.verified(world)
    now()
    file = tmp_path / "整改台账.csv"
    file.write_text(
        f"门店代码,改进编号,改进事项,整改期限,验证日期\nT-own,{one.number},准时交车,2026-12-31,2026-06-01\n"
        "T-own,ZG-1,接待,2026-12-31,\n",
        encoding="utf-8-sig",
    )
    report = import_paths(paths=[file], options=Options(), by=None, at=LATER)
    assert [sheet.kind for given in report.files for sheet in given.sheets] == ["improvement"]
    assert kept() == {(one.number, "2026-12", True), ("ZG-1", "2026-12", False)}


def test_changing_an_improvement_asks_for_publishing_once(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        builders.analysed(world)
    assert Job.objects.filter(kind="publish-quality").count() == 1


def test_a_file_of_ours_that_is_not_understood_is_a_fault_of_ours(world):
    wrong = Dataset(
        "wrong", "improvement", Text("错", "Wrong"), DECLARED[0].columns,
        lambda since: [{"store": "no-such", "day": since, "improvement_no": "1", "due_date": since}],
    )  # fmt: skip
    with pytest.raises(NotPublished, match="unknown-store"):
        publish(datasets=[wrong], at=NOW)
    assert Batch.objects.count() == 0


def test_moments_and_yes_or_no_are_understood_as_they_were_meant(world):
    at = datetime(2026, 5, 2, 9, 30)
    shown = Dataset(
        "trial", "inspection", Text("试", "Trial"), INSPECTION,
        lambda _since: [{
            "store": "T-own", "day": at.date(), "insp_id": "BG-1", "kind": "巡店", "date": at.date(),
            "item_code": "A1", "score": 2, "max_score": 2, "applicable": True,
        }],
    )  # fmt: skip
    assert publish(datasets=[shown], at=NOW)["written"] == 1
    batch = Batch.objects.get()
    assert (batch.kind, batch.accepted, batch.unmapped_columns) == ("inspection", 1, [])


@pytest.mark.parametrize("dataset", DECLARED, ids=lambda one: one.code)
def test_every_column_is_a_field_of_its_kind_under_a_header_intake_knows(dataset):
    known = synonyms()[dataset.kind]
    for field, header in dataset.columns.items():
        assert field in {"store", *(one.name for one in KINDS[dataset.kind].fields)}
        best = min(known.fields_of(key(header)))
        assert best[1] == field, (header, best)


def test_dropped_ones_are_promised_no_longer(world):
    builders.dropped(world)
    assert published(since=date(2026, 1, 1)) == []
