"""Which encoding a text is in, and how it is cut into records."""

from __future__ import annotations

import pytest

from biaogan.intake.reading.decoding import decode
from biaogan.intake.reading.delimited import likely_delimiter, records
from biaogan.intake.reading.refusal import Refusal

WORDS = "工单号,备注\r\nRO1,换机油\r\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_a_text_is_decoded_in_its_own_encoding(encoding: str) -> None:
    text, _ = decode(WORDS.encode(encoding))
    assert text.removeprefix("\ufeff") == WORDS


@pytest.mark.parametrize("short", ["a", "a,b", "\r\n", "工,单"])
def test_a_short_text_is_not_taken_for_utf_16(short: str) -> None:
    assert decode(short.encode())[0] == short


def test_a_text_of_gb2312_is_decoded_as_gb18030_its_superset() -> None:
    assert decode(WORDS.encode("gb2312")) == (WORDS, "gb18030")


def test_a_few_broken_bytes_are_borne_and_many_are_not() -> None:
    long = (WORDS * 500).encode()
    assert decode(long + b"\xff")[0].startswith(WORDS)
    with pytest.raises(Refusal, match="no-text-encoding"):
        decode(long + b"\xff" * 400)


def test_control_characters_make_a_text_no_table() -> None:
    with pytest.raises(Refusal, match="not-a-table"):
        decode(b"a,b\r\n\x01\x02\x03\x04")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_cuts_records_alike(delimiter: str) -> None:
    rows = [delimiter.join(["单号", "金额", "备注"]), delimiter.join(["1", '"1,234.50"', "换; 修"])] * 5
    assert likely_delimiter("\n".join(rows)) == delimiter


def test_quoted_line_breaks_belong_to_the_cell() -> None:
    assert list(records('a,"b\nc"\nd,e\n', ",")) == [["a", "b\nc"], ["d", "e"]]


def test_a_quote_that_never_closes_swallows_no_record() -> None:
    text = '1,"19寸轮毂\n2,"左, 右"\n3,c\n'
    assert list(records(text, ",")) == [["1", '"19寸轮毂'], ["2", "左, 右"], ["3", "c"]]


def test_words_after_a_closing_quote_stay_in_their_line() -> None:
    assert list(records('1,"甲"乙,x\n2,"丙\n丁",y\n', ",")) == [["1", '"甲"乙', "x"], ["2", "丙\n丁", "y"]]
