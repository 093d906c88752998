"""No child's name, age, school year or birthday is kept; that there is a child may be said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaogan.quality.surprises.children import Told, told_of_a_child
from biaogan.quality.surprises.ideas import shipped

CHILDREN = ["孩子", "宝宝", "儿子", "女儿", "小朋友", "闺女", "小孩", "外孙", "孙女"]
PET_NAMES = ["乐乐", "朵朵", "小宇", "阿宝", "豆豆", "小雪儿", "萌萌"]
NAMES = [*PET_NAMES, "张一鸣", "王梓涵", "李想"]
AGES = ["三岁", "5岁", "五岁半", "8个月大", "１０岁", "两岁多", "一岁", "十二岁"]
ENGLISH = ["son", "daughter", "child", "baby", "kid", "little girl", "grandson", "nephew"]
ENGLISH_NAMES = ["Tom", "Lily", "Max", "Emma", "Noah"]
ENGLISH_AGES = ["5 years old", "five-year-old", "aged 7", "turns three", "8 months old", "3 yrs old", "6 yo"]
AROUND = st.sampled_from(["", "下雨天，", "客户说", "交车时", "我们准备了水，", "VIP 客户："])
AFTER = st.sampled_from(["", "喜欢粉色", "很开心。", "，送了贴纸", " 在后排"])


@given(
    AROUND,
    st.sampled_from(CHILDREN),
    st.sampled_from(["", "今年", "已经", "刚满", " "]),
    st.sampled_from(AGES),
    AFTER,
)
def test_an_age_is_refused(before, child, link, age, after):
    assert told_of_a_child(f"{before}{child}{link}{age}{after}") is not None
    assert told_of_a_child(f"{before}{age}的{child}{after}") is not None


@given(
    AROUND,
    st.sampled_from(CHILDREN),
    st.sampled_from(["叫", "名叫", "名字叫", "小名叫", "的名字是"]),
    st.sampled_from(NAMES),
    AFTER,
)
def test_a_name_that_is_said_to_be_one_is_refused(before, child, link, name, after):
    assert told_of_a_child(f"{before}{child}{link}{name}{after}") is Told.NAME


@given(
    AROUND, st.sampled_from(CHILDREN), st.sampled_from(["", "，", " ", "："]), st.sampled_from(NAMES), AFTER
)
def test_a_name_beside_the_word_is_refused(before, child, link, name, after):
    assert told_of_a_child(f"{before}{child}{link}{name}{after}") is not None or name == "李想"


@given(st.sampled_from(CHILDREN), st.sampled_from(["“", "「", "（", "("]), st.sampled_from(PET_NAMES))
def test_a_name_in_quotes_is_refused(child, opening, name):
    closing = {"“": "”", "「": "」", "（": "）", "(": ")"}[opening]
    assert told_of_a_child(f"{child}{opening}{name}{closing}喜欢画画") is not None


@given(st.sampled_from(CHILDREN), st.integers(1, 12), st.integers(1, 28))
def test_a_birthday_is_refused(child, month, day):
    assert told_of_a_child(f"{child}{month}月{day}日生日，送蛋糕") is not None
    assert told_of_a_child(f"{month}月{day}日是{child}生日") is not None


@given(st.sampled_from(ENGLISH), st.sampled_from(ENGLISH_NAMES), st.sampled_from(ENGLISH_AGES))
def test_english_names_and_ages_are_refused(child, name, age):
    for text in (
        f"Their {child} {name} liked the stickers.",
        f"Her {child}, {name}, smiled.",
        f"A {child} named {name}.",
        f"{name}, their {child}, was happy",
        f"The {child} is {age}.",
        f"Balloon for the {child}'s birthday",
    ):
        assert told_of_a_child(text) is not None, text


@pytest.mark.parametrize("text", ["上小学三年级", "幼儿园大班", "goes to kindergarten", "Grade 3 pupil"])
def test_a_school_year_tells_the_age(text):
    assert told_of_a_child(text) is Told.AGE


@pytest.mark.parametrize(
    "text",
    [
        "擦拭并固定了儿童安全座椅", "给小朋友准备了气球和贴纸", "孩子在后排睡着了，送车时关小了音量",
        "为孩子准备了小毯子", "孩子很喜欢小汽车贴纸", "小朋友们都很高兴", "客户说谢谢，孩子天天念叨",
        "车主生日送花", "保养三年的老客户", "雨天撑伞送到车旁", "等了 40 分钟，送了一份简餐",
        "Wiped the child seat and checked that it is fixed", "The child was happy with the balloon",
        "Stickers for kids while the family waited", "A picture book for the child on the back seat",
        "The customer has been with us for ten years", "Two child seats were cleaned",
    ],
)  # fmt: skip
def test_what_a_store_would_write_is_allowed(text):
    assert told_of_a_child(text) is None


def test_the_shipped_ideas_tell_nothing_of_a_child_cost_little_and_are_in_both_languages():
    rows = shipped()
    assert len(rows) >= 25
    assert len({row["code"] for row in rows}) == len(rows)
    for row in rows:
        assert row["cost_yuan"] <= 50
        words = [row[name] for name in ("title_zh", "title_en", "how_zh", "how_en")]
        assert all(words)
        assert [told_of_a_child(text) for text in words] == [None] * 4
        assert all(len(row[name]) <= 80 for name in ("title_zh", "title_en"))
        assert all(len(row[name]) <= 300 for name in ("how_zh", "how_en"))


@given(st.text(max_size=300))
def test_any_text_is_judged_without_stumbling(text):
    assert told_of_a_child(text) in {None, *Told}
