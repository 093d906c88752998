"""The page a store signs: as PDF within seconds, every character drawn, the figures of the page on it."""

from __future__ import annotations

import io
import re
import time

import pypdf
import pytest
from django.utils import translation
from pypdf.generic import ContentStream, TextStringObject
from tests.quality.inspections.builders import (
    AT,
    answer,
    answer_all,
    inspection,
    items,
    jpeg,
    picture,
    signed,
)

from biaogan.quality.inspections import pdf, tables
from biaogan.quality.inspections.results import result_of
from biaogan.ui import paper

AWKWARD = "客户“很生气”：≥3 处 × 2 ￥1,200 — 繁體 龘 ½ é ★ 😀 #set page() \\n $x$ @who <a>\u200b\u0007"


def made(world, manager, *, count=6, failing=(1, 2), note=AWKWARD):
    one = inspection(world, of=items(count))
    answer_all(one, by=manager, failing=failing)
    line = one.lines.get(place=1)
    saw = list(line.answers.values_list("key", flat=True))
    answer(one, line, 0, by=manager, note=note, minute=9, saw=saw)
    return signed(one, by=manager)


def page_of(one, language="zh-hans") -> pypdf.PdfReader:
    with translation.override(language):
        content = pdf.page_of(result_of(one), person="沈若川", at=AT)
    return pypdf.PdfReader(io.BytesIO(content))


def words(reader) -> str:
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in reader.pages))


def undrawn(reader) -> int:
    """Glyphs number 0, which fonts draw for characters they do not have."""
    found, shown = 0, 0
    for page in reader.pages:
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator not in {b"Tj", b"TJ"}:
                continue
            parts = operands[0] if operator == b"TJ" else operands
            for part in parts:
                if isinstance(part, TextStringObject | bytes):
                    raw = part.original_bytes if isinstance(part, TextStringObject) else bytes(part)
                    pairs = [raw[at : at + 2] for at in range(0, len(raw), 2)]
                    shown += len(pairs)
                    found += pairs.count(b"\0\0")
    assert shown > 100, "nothing was read"
    return found


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_character_of_the_page_is_drawn(world, manager, language):
    assert undrawn(page_of(made(world, manager), language)) == 0


def test_a_character_without_a_glyph_is_found(world, manager, monkeypatch):
    monkeypatch.setattr(paper, "clean", lambda value: value)
    assert undrawn(page_of(made(world, manager, note="\U000e0041 \U0001fabc"))) > 0


def test_the_figures_of_the_paper_are_those_of_the_page(world, manager):
    one = made(world, manager)
    result, said = result_of(one), words(page_of(one))
    with translation.override("zh-hans"):
        rows = [cell for row in tables.levels(result).rows for cell in row]
        facts = [value for _name, value in tables.ladder_facts(result)]
    for value in [*rows, *facts, one.signatory, one.store.name, "6/6"]:
        assert re.sub(r"\s+", "", str(value)) in said
    assert said.count("0/2") == 2
    assert "龘" in said
    assert "#setpage()" in said


def test_signatures_and_photos_are_on_the_paper(world, manager):
    reader = page_of(made(world, manager))
    sizes = {picture.image.size for page in reader.pages for picture in page.images}
    assert sizes == {(64, 48), (120, 40)}


def test_an_inspection_that_is_not_signed_yet_has_lines_to_sign(world, manager):
    assert "T-own" not in words(page_of(inspection(world)))


def test_a_large_inspection_is_set_within_five_seconds(world, manager):
    one = inspection(world, of=items(40))
    answer_all(one, by=manager, failing=range(1, 21))
    for line in one.lines.all()[:20]:
        picture(one, by=manager, line=line.pk, content=jpeg((line.place, 90, 90), (1600, 1200)))
    one = signed(one, by=manager)
    began = time.monotonic()
    reader = page_of(one)
    assert time.monotonic() - began < 5
    assert len(reader.pages) > 1


def test_a_server_without_a_chinese_font_says_which_package_brings_one(world, manager, monkeypatch):
    paper.font.cache_clear()
    monkeypatch.setattr(paper, "FONTS", ("No Such Font",))
    one = inspection(world)
    with pytest.raises(paper.NoFont, match="fonts-noto-cjk"):
        page_of(one)
    reply = world.client("regional_manager").post(f"/quality/inspections/{one.pk}/paper")
    assert reply.status_code == 302
    paper.font.cache_clear()


def test_the_paper_is_handed_out_to_whoever_sees_the_store(world, manager):
    address = f"/quality/inspections/{made(world, manager).pk}/paper"
    reply = world.client("store_manager").post(address)
    assert reply.headers["Content-Type"] == "application/pdf"
    assert reply.content[:5] == b"%PDF-"
    assert world.client("manager-sister").post(address).status_code == 404
    assert world.client("viewer").post(address).status_code == 403
