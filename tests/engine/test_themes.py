"""Sorting texts by theme: rules, learning, its score, and what is new; each against a second way."""

from __future__ import annotations

import csv
import math
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaogan.engine.methods.themes.learning import Learned, TooFewLabels, sure_margin
from biaogan.engine.methods.themes.novelty import log_odds_z, new_terms, terms_of
from biaogan.engine.methods.themes.rules import Keywords, by_rules, weights
from biaogan.engine.methods.themes.scoring import distinct, judged, score

WAITING = Keywords("waiting", ("等*小时", "排队", "waited"))
PRICE = Keywords("price", ("太贵", "价格", "expensive"))
BOTH = (WAITING, PRICE)
LABELLED = Path(__file__).parents[1] / "quality" / "feedback" / "labelled.csv"
COMPLAINTS = (
    "等待时间太长没人通知", "交车比约定晚了一天", "同样的问题又出现", "工时费太贵", "休息区环境一般",
    "洗车不干净", "配件迟迟不到", "语气不好", "结算比估价高", "空调不制冷", "预约不上", "电话打不通",
    "漆面有划痕", "质保期内要收费", "推销不需要的项目", "送车师傅迟到", "投诉后没有下文",
)  # fmt: skip
ENDS = ("", "，下次不来了", "，请尽快处理", "，希望改善", "，很失望", "，已经第二次了", "，朋友推荐来的")


def complaints(chance: random.Random, count: int) -> list[str]:
    return [chance.choice(COMPLAINTS) + chance.choice(ENDS) + chance.choice(ENDS) for _ in range(count)]


def labelled() -> tuple[list[str], list[str]]:
    with LABELLED.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [row["文本"] for row in rows], [row["标签"] for row in rows]


def test_the_theme_whose_words_weigh_most_is_guessed():
    assert by_rules("等了 三 个小时", BOTH).theme == "waiting"
    assert by_rules("Ｗａｉｔｅｄ all day", BOTH).theme == "waiting", "width and case do not matter"
    assert weights("价格太贵，还要排队", BOTH) == {"waiting": 6, "price": 12}
    assert by_rules("价格太贵，还要排队", BOTH).sure


def test_two_themes_of_equal_weight_are_for_a_person_and_no_word_is_no_theme():
    split = by_rules("排队，太贵", BOTH)
    assert (split.theme, split.confidence, split.sure) == ("waiting", 0.5, False)
    assert (by_rules("很好", BOTH).theme, by_rules("很好", BOTH).sure) == ("", False)


@given(st.text(), st.text(min_size=1))
def test_rules_take_any_text_and_any_word(text, word):
    """Signs of regular expressions in a word are letters, not orders."""
    guess = by_rules(text, [Keywords("one", (word,))])
    assert guess.theme in ("", "one")


def naive_f1(true: list[set[str]], guessed: list[set[str]]) -> tuple[float, float]:
    codes = sorted(set().union(*true, *guessed))
    per, sums = [], [0, 0, 0]
    for code in codes:
        right = wrong = missed = 0
        for a, b in zip(true, guessed, strict=True):
            right += code in a and code in b
            wrong += code not in a and code in b
            missed += code in a and code not in b
        per.append(2 * right / (2 * right + wrong + missed))
        sums = [sums[0] + right, sums[1] + wrong, sums[2] + missed]
    return 2 * sums[0] / (2 * sums[0] + sums[1] + sums[2]), sum(per) / len(per)


SETS = st.lists(
    st.tuples(st.sets(st.sampled_from("abcd"), min_size=1), st.sets(st.sampled_from("abcde"))), min_size=1
)


@given(SETS)
def test_f1_is_what_counting_one_by_one_gives(pairs):
    true, guessed = [a for a, _ in pairs], [b for _, b in pairs]
    found = judged(true, guessed)
    micro, macro = naive_f1(true, guessed)
    assert found.micro == pytest.approx(micro)
    assert found.macro == pytest.approx(macro)


def test_f1_agrees_with_scikit_learn():
    from sklearn.metrics import f1_score

    true, guessed = list("aabbccabca"), list("aabcccbbca")
    found = judged([{one} for one in true], [{one} for one in guessed])
    assert found.micro == pytest.approx(f1_score(true, guessed, average="micro"))
    assert found.macro == pytest.approx(f1_score(true, guessed, average="macro"))


def test_repeated_texts_are_judged_once_and_keep_all_their_labels():
    texts, labels = distinct(["太贵", " 太 贵", "排队"], ["价格", "服务", "等待"])
    assert texts == ["太贵", "排队"]
    assert labels == [{"价格", "服务"}, {"等待"}]


def test_learning_beats_guessing_on_texts_it_has_not_seen():
    texts, labels = labelled()
    found = score([*texts, texts[0]], [*labels, labels[0]], BOTH)
    assert (found.n, found.repeated) == (125, 1)
    assert found.rules is None, "none of the labels is a theme of these rules"
    assert found.learned.micro > 0.4, "chance is right once in twelve"
    again = score(texts, labels, BOTH)
    assert again.learned == found.learned, "the same texts give the same score"


def test_shuffled_labels_cannot_be_learned():
    texts, labels = labelled()
    random.Random(1).shuffle(labels)
    assert score(texts, labels, BOTH).learned.micro < 0.25


def test_texts_of_several_themes_are_guessed_with_several():
    both = [f"价格太贵，还排队等了{number}小时" for number in range(2, 22)]
    price = [f"价格太贵，多花{number}元" for number in range(20)]
    waiting = [f"排队等了{number}小时" for number in range(2, 22)]
    texts = [*both, *both, *price, *waiting]
    labels = ["price"] * 20 + ["waiting"] * 20 + ["price"] * 20 + ["waiting"] * 20
    assert score(texts, labels, BOTH).learned.micro > 0.9


def test_one_theme_alone_is_nothing_to_learn():
    with pytest.raises(TooFewLabels):
        Learned.fit(["太贵"] * 9, [{"price"}] * 9, BOTH)


def test_a_lead_is_trusted_from_where_enough_were_right():
    leads = [float(100 - number) for number in range(100)]
    right = [number < 60 for number in range(100)]
    border = sure_margin(leads, right)
    assert border == leads[62], "60 of 63 are 95 %"
    assert sure_margin(leads[:10], right[:10]) == math.inf, "ten texts prove nothing"
    assert sure_margin(leads, [False] * 100) == math.inf


def test_the_log_odds_are_those_of_the_paper_worked_by_hand():
    """10 of 100 words against 20 of 1,000, prior 3 of 100: log(13/187) - log(23/1077) over its error."""
    by_hand = (math.log(13 / 187) - math.log(23 / 1077)) / math.sqrt(1 / 13 + 1 / 23)
    assert log_odds_z(10, 100, 20, 1000, 3, 100) == pytest.approx(by_hand)


def test_twelve_planted_texts_among_a_hundred_come_first():
    chance = random.Random(7)
    for _ in range(5):
        planted = [
            chance.choice(["刹车有异响", "踩刹车尖叫", "低速刹车抖"]) + chance.choice(ENDS) for _ in range(12)
        ]
        found = new_terms([*complaints(chance, 88), *planted], complaints(chance, 800))
        assert found[0].term == "刹车"
        assert found[0].now == 12
        assert found[0].z >= 3.5


def test_chance_alone_brings_nothing_new():
    chance = random.Random(11)
    found = [new_terms(complaints(chance, 100), complaints(chance, 800)) for _ in range(40)]
    assert sum(map(bool, found)) <= 1


def test_without_anything_before_nothing_is_new():
    assert new_terms(["刹车有异响"] * 9, []) == []
    assert new_terms([], ["刹车有异响"]) == []
    assert "刹车" in terms_of("刹车有异响，brake")
    assert "brake" in terms_of("刹车有异响，brake")
