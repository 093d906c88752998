"""Word files become steps: order, lists, marks and tables are kept; what cannot be read gets a sentence."""

from __future__ import annotations

import pytest
from tests.quality.standards import word_files as files

from biaogan.quality.standards.word.opening import CannotRead
from biaogan.quality.standards.word.reading import read_word

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def read(tmp_path):
    def reading(content: bytes, name: str = "接待.docx"):
        path = tmp_path / "given"
        path.write_bytes(content)
        return read_word(path, name)

    return reading


def test_headings_become_steps_and_all_else_keeps_its_order_and_marks(read):
    found = read(files.instruction())
    assert found.title == "到店接待作业指导书"
    assert [(one.title_zh, one.text_zh) for one in found.steps] == [
        ("Introduction", "适用于所有服务顾问。"),
        ("迎接客户", "一分钟内迎接。\n- 带伞\n  - 雨天两把\n- 开车门"),
        ("环车检查", "1. 从左前门开始\n2. 顺时针一圈\n# 记录\n部位 | 要求\n轮毂 | 逐个拍照\n请客户签字。"),
    ]
    assert (found.paragraphs, found.points, found.table_rows, found.pictures) == (3, 5, 2, 0)


def test_steps_may_be_marked_by_their_outline_level_alone(read):
    assert [one.title_zh for one in read(files.with_outline_levels()).steps] == ["接待", "检查"]


def test_one_heading_above_several_is_the_title(read):
    made = files.Document()
    made.add_heading("全车检查", 1)
    for title in ("外观", "内饰"):
        made.add_heading(title, 2)
    found = read(files.saved(made))
    assert (found.title, [one.title_zh for one in found.steps]) == ("全车检查", ["外观", "内饰"])


def test_without_a_title_the_file_gives_its_name(read):
    assert read(files.with_headings("迎接", "检查"), "接待规范.docx").title == "接待规范"


def test_followed_changes_are_read_as_accepted(read):
    [step] = read(files.with_followed_changes()).steps
    assert step.text_zh == "客户先请坐"


def test_an_english_text_stands_in_both_languages(read):
    made = files.Document()
    for title in ("Greet", "Check"):
        made.add_heading(title, 1)
    [first, _second] = read(files.saved(made)).steps
    assert (first.title_zh, first.title_en) == ("Greet", "Greet")


def test_a_heading_too_long_for_a_title_stands_whole_in_the_text(read):
    long = "检查" * 100
    [first, _second] = read(files.with_headings(long, "二")).steps
    assert len(first.title_zh) == 160
    assert first.text_zh.split("\n")[0] == long


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no content"),
        (b"\0" * (30 << 20), "larger than 20 MB"),
        (OLE + b"\0" * 600, r"old \.doc format"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("第一步".encode(), "no Word document"),
        (files.packed({"a.txt": b"x"}), "no Word document"),
        (b"PK\x03\x04" + b"\0" * 90, "damaged"),
        (files.instruction()[:3000], "damaged"),
        (files.changed(files.instruction(), "word/document.xml", None), "damaged"),
        (files.changed(files.instruction(), "word/document.xml", b"<w:document"), "damaged"),
        (files.bomb(), "abnormal size"),
        (files.with_entity(), "declarations"),
        (files.without_headings(), "no headings"),
        (files.with_headings(*(f"第{n}步" for n in range(61))), "more than 60 headings"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_in_a_sentence_that_names_the_file(read, content, sentence):
    with pytest.raises(CannotRead, match=sentence) as refused:
        read(content)
    assert "接待.docx" in str(refused.value)
