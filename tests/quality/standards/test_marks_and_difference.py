"""How a step's text is shown, and how two versions are told apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from biaogan.quality.standards.difference import Kind, difference
from biaogan.quality.standards.marks import as_html
from biaogan.quality.standards.steps import StepText


def shown(changes):
    """Changes as text: [-gone-] {+come+}."""
    marks = {"": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}

    def line(pieces):
        return "".join(marks[piece.mark].format(piece.text) for piece in pieces)

    return [(one.code, str(one.kind), line(one.title), [line(each) for each in one.lines]) for one in changes]


def step(code, title, text="", **more):
    return StepText(code, title, text_zh=text, **more)


def test_points_nest_and_numbers_keep_their_marks():
    text = "开头\n- 一\n  - 一甲\n- 二\n1. 先\n2. 后\n# 小标题\n结尾"
    assert as_html(text) == (
        '<p>开头</p><ul class="written"><li>一<ul class="written"><li>一甲</li></ul></li>'
        "<li>二</li>"
        '<li><span class="written-mark">1.</span> 先</li>'
        '<li><span class="written-mark">2.</span> 后</li></ul>'
        "<h4>小标题</h4><p>结尾</p>"
    )


def test_a_figure_is_no_mark():
    assert as_html("1.5 mm 以上\n-5°C 以下") == "<p>1.5 mm 以上</p><p>-5°C 以下</p>"


def test_text_is_never_taken_as_markup():
    assert "<script" not in as_html("- <script>alert(1)</script>\n<b>x</b>\n# <i>y</i>")


@given(st.text(alphabet="-1. #ab\n一、<>", max_size=80))
def test_markup_is_always_whole(text):
    found = as_html(text)
    assert found.count("<ul") == found.count("</ul>")
    assert found.count("<li>") == found.count("</li>")
    if found:
        html.fragments_fromstring(found)


def test_a_reworded_line_shows_its_words_and_a_new_one_stands_whole():
    before = [step("a", "接听", "三声内接听。\n礼貌问候。")]
    after = [step("a", "接听", "两声内接听。\n礼貌问候。\n报出门店名。")]
    assert shown(difference(before, after, "zh")) == [
        ("a", "changed", "接听", ["[-三-]{+两+}声内接听。", "礼貌问候。", "{+报出门店名。+}"])
    ]


def test_steps_added_removed_and_moved_are_named():
    before = [step("a", "一"), step("b", "二"), step("c", "三")]
    after = [step("c", "三"), step("a", "一"), step("d", "四", "新的")]
    assert shown(difference(before, after, "zh")) == [
        ("c", "moved", "三", []),
        ("d", "added", "{+四+}", ["{+新的+}"]),
        ("b", "removed", "[-二-]", []),
    ]


def test_a_change_in_the_other_language_only_is_shown_in_that_language():
    before = [step("a", "接听", text_en="Answer", title_en="Calls")]
    after = [step("a", "接听", text_en="Answer quickly", title_en="Calls")]
    [(_code, kind, title, lines)] = shown(difference(before, after, "zh"))
    assert (kind, title, lines) == ("changed", "Calls", ["Answer{+ quickly+}"])


def test_nothing_changed_is_no_change():
    same = [step("a", "一", "文"), step("b", "二")]
    assert difference(same, list(same), "zh") == []


TEXTS = st.text(alphabet="甲乙丙a b1\n", max_size=30)
STEPS = st.lists(
    st.builds(StepText, st.sampled_from("abcdef"), TEXTS, st.just(""), TEXTS), max_size=6,
    unique_by=lambda one: one.code,
)  # fmt: skip


@given(STEPS, STEPS)
def test_from_the_pieces_of_a_difference_both_versions_can_be_read_again(before, after):
    old, new = {one.code: one for one in before}, {one.code: one for one in after}
    changes = difference(before, after, "zh")
    assert {one.code for one in changes if one.kind is Kind.ADDED} == set(new) - set(old)
    assert {one.code for one in changes if one.kind is Kind.REMOVED} == set(old) - set(new)
    for change in changes:
        if change.kind is Kind.CHANGED:
            assert read(change.lines, "-") == [line for line in old[change.code].text_zh.split("\n") if line]
            assert read(change.lines, "+") == [line for line in new[change.code].text_zh.split("\n") if line]


def read(lines, mark):
    """The side of a difference that `mark` belongs to, without empty lines."""
    found = ["".join(piece.text for piece in line if piece.mark in ("", mark)) for line in lines]
    return [line for line in found if line]
