"""No clear value of a person in the facts, and the same person always the same pseudonym."""

from __future__ import annotations

import pytest
from tests.engine.builders import checked

from biaogan.engine.facts.kind import Personal
from biaogan.engine.facts.kinds import KINDS
from biaogan.engine.facts.pseudonyms import pseudonym, set_apart

KEY = b"k" * 32
VIN = "LTESTVNA0C0000001"


def test_personal_values_leave_the_facts_and_travel_apart():
    frame = checked("repair_order", {"ro_no": "A1", "vin": VIN, "deliverer": "赵一", "plate": "沪A12345"})
    apart = set_apart(frame, KINDS["repair_order"], KEY)
    text = str(apart.facts.row(0))
    assert not any(clear in text for clear in (VIN, "赵一", "沪A12345"))
    assert set(apart.identities["value"]) == {VIN, "赵一", "沪A12345"}


def test_the_same_value_always_gets_the_same_pseudonym_and_another_key_another():
    assert pseudonym(VIN, Personal.VIN, KEY) == pseudonym(VIN, Personal.VIN, KEY)
    assert pseudonym(VIN, Personal.VIN, KEY) != pseudonym(VIN, Personal.VIN, b"o" * 32)
    assert pseudonym(VIN, Personal.VIN, KEY) != pseudonym(VIN, Personal.PLATE, KEY)


def test_a_masked_vin_names_no_vehicle():
    frame = checked("repair_order", {"ro_no": "A1", "vin": "LBV********123"})
    apart = set_apart(frame, KINDS["repair_order"], KEY)
    assert apart.facts["vin"].to_list() == [None]
    assert apart.identities.height == 0


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("电话13812345678请回电", "电话***请回电"),
        ("车牌沪A12345异响", "车牌***异响"),
        (f"VIN{' '}{VIN}漏油", "VIN ***漏油"),
        ("单号2025060100012异响", "单号2025060100012异响"),
    ],
)
def test_free_text_keeps_its_words_and_loses_its_numbers(said, kept):
    frame = checked("repair_order", {"ro_no": "A1", "complaint_text": said})
    assert set_apart(frame, KINDS["repair_order"], KEY).facts["complaint_text"].to_list() == [kept]


def test_a_short_key_is_refused():
    with pytest.raises(ValueError, match="too short"):
        pseudonym("x", Personal.NAME, b"short")
