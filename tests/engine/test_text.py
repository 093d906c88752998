"""Text as dealers' systems write it, brought to one form."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaogan.engine.text import (
    clean_identifier,
    clean_phone,
    clean_plate,
    clean_vin,
    fold_store_name,
    mask_free_text,
    mask_personal,
    normalise_header,
    split_header,
    trimmed,
)


def series(*values: str | None) -> pl.Series:
    return pl.Series("text", values, dtype=pl.String)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("工单号（*）", ("工单号", None)),
        ("VIN(必填)", ("vin", None)),
        ("采购价格（元）", ("采购价格", "元")),
        ("当月实际产值（万元）", ("当月实际产值", "万元")),
        ("出厂里程（KM）", ("出厂里程", "km")),
        ("配件满足率（%)", ("配件满足率", "%")),
        ("* 开单\n 日期：", ("开单日期", None)),
        ("ＶＩＮ号", ("vin号", None)),
        ("发票日(销售日)", ("发票日(销售日)", None)),
        ("车辆识别码【VIN】", ("车辆识别码(vin)", None)),
        ("内训总课时(小时)", ("内训总课时", "小时")),
    ],
)
def test_a_header_loses_marks_blanks_and_units(header: str, expected: tuple[str, str | None]) -> None:
    assert split_header(header) == expected
    assert normalise_header(header) == expected[0]


def test_store_names_are_compared_without_width_blanks_case_and_kind_of_bracket() -> None:
    assert (
        len(
            {
                fold_store_name(name)
                for name in ("金牛店（西）", "金牛店 (西)", "金牛店[西]", "　金牛店〔西〕\u200b")
            }
        )
        == 1
    )
    assert fold_store_name("ABC Motors") == fold_store_name("ａｂｃ motors")


def test_identifiers_are_texts() -> None:
    given = series(
        "00123", "'0456", "123.0", "2.0250601E+11", "\t A-1 \u00a0", "ＲＯ１\u200b", "12.50", "", None
    )
    assert clean_identifier(given).to_list() == [
        "00123",
        "0456",
        "123",
        "202506010000",
        "A-1",
        "RO1",
        "12.50",
        None,
        None,
    ]


def test_vins_and_plates_have_one_spelling() -> None:
    assert clean_vin(series("ｌbv 123", "lbv123\t")).to_list() == ["LBV123", "LBV123"]
    assert (
        clean_plate(series("川A·12345", "川a 12345", "川Ａ．12345", "无牌", "临牌")).to_list()
        == ["川A12345"] * 3 + [None] * 2
    )


def test_phones_lose_country_code_and_spaces() -> None:
    assert clean_phone(series("+86 138 1234 5678", "13812345678.0", "138****5678")).to_list() == [
        "13812345678",
        "13812345678",
        "138****5678",
    ]


def test_blanks_at_the_edges_go_and_empty_texts_are_null() -> None:
    assert trimmed(series(" a ", "\u3000乙\ufeff", "  ", "\u200b")).to_list() == ["a", "乙", None, None]


def test_remarks_do_not_carry_phones_plates_and_vins() -> None:
    given = series(
        "请致电13812345678联系",
        "川A12345异响",
        "VIN LBVAA11110X123456 漏油",
        "身份证110101199003071234",
        "保养10000公里",
    )
    masked = mask_free_text(given).to_list()
    assert masked[-1] == "保养10000公里"
    assert all("***" in text for text in masked[:-1])
    assert not any(word in "".join(masked) for word in ("13812345678", "12345异", "LBVAA", "110101"))


DIGITS = st.text("0123456789", min_size=1)
PLAIN = st.text(alphabet="保养后发动机有异响，。！ \n", max_size=12)
PROVINCE = st.sampled_from("京沪粤苏川")
LETTER = st.sampled_from("ABCDEFGH")
VIN_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"


@st.composite
def personal(draw: st.DrawFn) -> str:
    """A phone, plate, VIN, citizen or card number, or an address of mail, as people write them."""
    digits = lambda count: draw(st.text("0123456789", min_size=count, max_size=count))  # noqa: E731
    gap = draw(st.sampled_from(["", " ", "-"]))
    kinds = {
        "phone": f"1{draw(st.sampled_from('3456789'))}{digits(1)}{gap}{digits(4)}{gap}{digits(4)}",
        "plate": draw(PROVINCE) + draw(LETTER) + draw(st.sampled_from(["", "·", " "])) + digits(5),
        "green": draw(PROVINCE) + draw(LETTER) + "D" + digits(5),
        "learner": draw(PROVINCE) + draw(LETTER) + digits(4) + draw(st.sampled_from("学警港澳挂")),
        "vin": draw(st.text(VIN_LETTERS, min_size=17, max_size=17)),
        "citizen": digits(17) + draw(st.sampled_from("0123456789X")),
        "card": gap.join(["62" + digits(2), digits(4), digits(4), digits(4)]) + digits(3),
        "mail": f"a{digits(3)}@example.com",
    }
    return kinds[draw(st.sampled_from(sorted(kinds)))]


@given(PLAIN, st.lists(st.tuples(personal(), PLAIN), min_size=1, max_size=3), st.booleans())
def test_nothing_personal_is_left_of_any_text(start: str, parts: list[tuple[str, str]], wide: bool) -> None:
    text = start + "".join(f"，{secret}，{after}" for secret, after in parts)
    if wide:
        text = "".join(chr(ord(one) + 0xFEE0) if one.isascii() and one.isalnum() else one for one in text)
    masked = mask_personal(text)
    for secret, _after in parts:
        assert secret not in masked
        assert not any(part in masked for part in secret.split("@")[:1] if len(part) >= 11)
    assert mask_personal(masked) == masked, "masking twice changes nothing"


@given(PLAIN)
def test_a_text_without_anything_personal_stays_as_it_is(text: str) -> None:
    assert mask_personal(text) == text


def test_numbers_that_name_nobody_stay() -> None:
    for text in (
        "行驶12000公里",
        "工单20260601000123",
        "订单RO20250601001",
        "花了3500.00元",
        "2026-06-01 09:30",
    ):
        assert mask_personal(text) == text


def test_a_number_that_touches_letters_goes_with_the_letter() -> None:
    assert mask_personal("加wx13800138000") == "加w***"
    assert "138" not in mask_personal("tel13800138000或+86 13900139000")
