"""Reports: written from the figures, edited with both texts kept, the same in all five forms."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest
from docx import Document as Word
from PIL import Image
from pptx import Presentation
from pypdf import PdfReader
from tests.targets.conftest import own_home
from tests.targets.region import NOW, bring

from biaogan.config import handlers
from biaogan.engine.metrics.catalogue import metric_of
from biaogan.jobs.worker import Worker
from biaogan.org.models import AuditEvent
from biaogan.org.policies import NotAllowed
from biaogan.org.scope import PersonalScope, scope_of
from biaogan.reports import actions
from biaogan.reports.document import Document, edited
from biaogan.reports.models import Kind, Report
from biaogan.reports.rendering import paper, slides, word, workbook
from biaogan.targets.numbers import figures
from biaogan.targets.written import written
from house_world import build

TODAY = NOW.date()
pytestmark = pytest.mark.django_db
DAYS = {Kind.WEEKLY: date(2026, 5, 27), Kind.MONTHLY: date(2026, 5, 31), Kind.QUARTERLY: date(2026, 6, 19)}


@pytest.fixture(scope="module")
def region(django_db_setup, django_db_blocker, tmp_path_factory):
    from django.db import transaction

    with django_db_blocker.unblock(), own_home(tmp_path_factory.mktemp("home")) as home, transaction.atomic():
        made = build()
        bring(home, [store.code for store in made.stores.values()])
        yield made
        transaction.set_rollback(True)


def scope_of_manager(world):
    person = world.people["regional_manager"]
    found = scope_of(person)
    return PersonalScope(person, found.permissions, found.region_ids, found.store_codes)


def write(world, kind=Kind.WEEKLY, day=None, at=NOW) -> Report:
    return actions.write_report(
        kind=kind, region=world.regions["own"], day=day or DAYS[kind], scope=scope_of_manager(world),
        by=world.people["regional_manager"], at=at,
    )  # fmt: skip


@pytest.fixture(scope="module")
def made(region, django_db_blocker):
    """One report of each period, written once; the tests of the module only read them."""
    with django_db_blocker.unblock():
        return {kind: write(region, kind) for kind in DAYS}


@pytest.mark.parametrize(
    ("kind", "least", "most"), [("weekly", 3, 3), ("monthly", 8, 12), ("quarterly", 8, 12)]
)
def test_a_report_has_its_pages_and_comes_back_from_the_database_equal(made, kind, least, most):
    document = made[Kind(kind)].written
    assert least <= len(document.pages) <= most
    assert Document.from_dict(document.to_dict()) == document
    keys = [one.key for one in document.sentences]
    assert len(keys) == len(set(keys))


def test_a_sentence_carries_the_reading_it_was_made_of(made, region):
    headline = made[Kind.MONTHLY].written.sentences[0]
    [kept] = headline.readings
    codes = [region.stores[place].code for place in ("own", "sister")]
    found = figures(["revenue"], months=["2026-05"], stores=codes, as_of=TODAY).at(
        "revenue", "region", "2026-05"
    )
    assert kept["value"] == str(found.value)
    assert kept["version"] == found.version
    assert written(metric_of("revenue"), found.value) in headline.text
    assert headline.address.startswith("/metrics/revenue")


def test_nothing_claims_a_cause(made):
    for report in made.values():
        for one in report.written.sentences:
            assert "导致" not in one.text


def test_every_form_opens_and_says_the_same_figures(made):
    document = made[Kind.MONTHLY].document
    lights = document.pages[0].lights
    assert lights[0].value not in ("", "—")
    more = {"person": "林知远", "at": NOW}

    pdf = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.pdf(document, **more))).pages)
    docx = Word(io.BytesIO(word.docx(document, **more)))
    told = "\n".join(
        [one.text for one in docx.paragraphs]
        + [cell.text for table in docx.tables for row in table.rows for cell in row.cells]
    )
    deck = Presentation(io.BytesIO(slides.pptx(document, **more)))
    shown = "\n".join(
        shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame
    )
    book = openpyxl.load_workbook(io.BytesIO(workbook.xlsx(document, **more)), read_only=True)
    cells = {str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row}
    for light in lights:
        number = light.value.split(" ")[0]
        assert number in pdf
        assert number in told
        assert number in shown
        assert light.value in cells
    assert any(light.raw in cells for light in lights if light.raw)
    assert "口径" in book.sheetnames


def test_charts_of_slides_are_native_and_hold_the_readings(made, region):
    document = made[Kind.MONTHLY].document
    deck = Presentation(io.BytesIO(slides.pptx(document, person="x", at=NOW)))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    pictures = [one for page in document.pages for one in page.pictures]
    assert len(charts) == len(pictures) > 2
    for chart, picture in zip(charts, pictures, strict=True):
        values = list(chart.plots[0].series[0].values)
        assert values == list(picture.series[0][1])


def test_slides_and_documents_name_a_chinese_font(made):
    document = made[Kind.WEEKLY].document
    deck = Presentation(io.BytesIO(slides.pptx(document, person="x", at=NOW)))
    runs = [
        run
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
    ]
    assert len(runs) > 10
    assert all('typeface="Microsoft YaHei"' in run._r.xml for run in runs)
    assert (
        "Microsoft YaHei"
        in Word(io.BytesIO(word.docx(document, person="x", at=NOW))).styles["Normal"].element.xml
    )


def test_the_long_picture_is_one_readable_page(made):
    picture = Image.open(io.BytesIO(paper.picture(made[Kind.WEEKLY].document, person="x", at=NOW)))
    assert picture.format == "PNG"
    assert 1000 <= picture.width <= 1400


def test_a_month_without_data_says_so_and_prints(region):
    report = write(region, Kind.MONTHLY, day=date(2024, 1, 15))
    texts = " ".join(one.text for one in report.written.sentences)
    assert "尚无数据" in texts or "没有" in texts
    assert paper.pdf(report.document, person="x", at=NOW).startswith(b"%PDF")


def test_a_period_that_has_not_begun_is_refused(region):
    with pytest.raises(NotAllowed):
        write(region, Kind.WEEKLY, day=TODAY + timedelta(days=7))


def test_both_texts_are_kept_and_an_emptied_sentence_is_left_out(region):
    report, person = write(region), region.people["regional_manager"]
    first, second = report.written.sentences[:2]
    edits = {first.key: "本周产值按计划推进。", second.key: "  ", "nobody": "x"}
    kept = actions.edit_report(report=report, edits=edits, revision=0, by=person)
    texts = [one.text for one in kept.document.sentences]
    assert texts[0] == "本周产值按计划推进。"
    assert second.text not in texts
    assert [one.text for one in kept.written.sentences[:2]] == [first.text, second.text]
    assert "nobody" not in kept.edits
    assert edited(kept.written, {}) == kept.written


def test_two_people_cannot_overwrite_one_another(region):
    report, person = write(region), region.people["regional_manager"]
    key = report.written.sentences[0].key
    actions.edit_report(report=report, edits={key: "第一稿"}, revision=0, by=person)
    browser = region.client("regional_manager")
    answer = browser.post(f"/reports/{report.pk}/edit", {"revision": "0", key: "第二稿"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "第一稿" in page
    assert "第二稿" in page
    assert browser.post(f"/reports/{report.pk}/edit", {"revision": "1", key: "第二稿"}).status_code == 302
    assert Report.objects.get(pk=report.pk).document.sentences[0].text == "第二稿"


def test_what_was_sent_stays(region):
    report, person = write(region), region.people["regional_manager"]
    sent = actions.send_report(report=report, by=person, at=NOW)
    with pytest.raises(NotAllowed):
        actions.edit_report(report=sent, edits={}, revision=0, by=person)
    with pytest.raises(NotAllowed):
        actions.send_report(report=sent, by=person, at=NOW)
    assert AuditEvent.objects.filter(action="weekly-report-sent", key=str(report.pk)).count() == 1


def test_the_errand_through_the_pages(region):
    """Ask for a draft, let the worker write it, read it, take it as Word, send it up."""
    browser = region.client("regional_manager")
    form = {"kind": "weekly", "region": region.regions["own"].pk, "day": "2026-05-27"}
    before = Report.objects.count()
    assert browser.post("/reports/", form).status_code == 302
    handlers.collect()
    assert Worker(beat_seconds=600).run_next()
    assert Report.objects.count() == before + 1
    report = Report.objects.order_by("-pk")[0]
    page = browser.get(f"/reports/{report.pk}").content.decode()
    assert report.written.sentences[0].text in page
    answer = browser.post(f"/reports/{report.pk}/docx")
    assert Word(io.BytesIO(answer.content)).paragraphs[0].text.startswith("周报")
    assert browser.post(f"/reports/{report.pk}/exe").status_code == 404
    assert browser.post(f"/reports/{report.pk}/send").status_code == 302
    assert region.client("store_manager").get(f"/reports/{report.pk}").status_code == 403


def test_the_handbook_shows_gaps_and_prints_about_ten_pages(region):
    book = write(region, Kind.HANDBOOK, day=TODAY)
    assert len(book.written.pages) == 10
    gaps = [one for one in book.written.sentences if one.head == "缺口"]
    assert len(gaps) >= 3
    tables = [grid for page in book.written.pages for grid in page.grids]
    assert any(row[0] == "到店走访" for grid in tables for row in grid.rows)
    pages = len(PdfReader(io.BytesIO(paper.pdf(book.document, person="x", at=NOW))).pages)
    assert 3 <= pages <= 12


def test_the_handbook_lives_on_with_its_words_changes_and_readers(region):
    person, browser = region.people["regional_manager"], region.client("regional_manager")
    first = write(region, Kind.HANDBOOK, day=TODAY - timedelta(days=30), at=NOW - timedelta(days=30))
    with pytest.raises(NotAllowed):
        actions.confirm_reading(report=first, by=person, at=NOW)
    actions.edit_report(
        report=first, edits={"escalation": "紧急情况请先致电区域经理。"}, revision=0, by=person
    )
    actions.send_report(report=first, by=person, at=NOW - timedelta(days=29))
    assert browser.post(f"/reports/{first.pk}/read").status_code == 302
    assert browser.post(f"/reports/{first.pk}/read").status_code == 302
    assert [one.person for one in first.receipts.all()] == [person]

    second = write(region, Kind.HANDBOOK, day=TODAY)
    texts = {one.key: one.text for one in second.document.sentences}
    assert texts["escalation"] == "紧急情况请先致电区域经理。"
    actions.edit_report(
        report=second, edits={"escalation": "紧急情况请先致电总部值班室。"}, revision=0, by=person
    )
    page = browser.get(f"/reports/{second.pk}").content.decode()
    assert "<del>紧急情况请先致电区域经理。</del>" in page
    assert "<ins>紧急情况请先致电总部值班室。</ins>" in page
