"""Kinds, fields, codes and reasons in the words of the person's language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from biaogan.engine.facts import reasons
from biaogan.engine.facts.kinds import KINDS
from biaogan.intake.models import BatchState

WORDS = Path(__file__).with_name("field_names.json")
VOCABULARY = Path(reasons.__file__).with_name("vocabulary.json")
PLACE_FIELDS = {
    "store": {"zh": "门店代码", "en": "Store code"},
    "store_name": {"zh": "门店名称", "en": "Store name"},
}
CHINESE_CODES = {"internal": "内部", "INT": "内部"}
ENGLISH_CODES = {
    "CP": "Customer pays",
    "WAR": "Warranty",
    "INS": "Insurance",
    "PKG": "Package",
    "INT": "Internal",
    "in-cogs": "In cost of sales",
    "below-gp": "Below gross profit",
}
CLASSES = {
    "vin": {"zh": "VIN", "en": "VIN"},
    "plate": {"zh": "车牌", "en": "Plate"},
    "phone": {"zh": "电话", "en": "Telephone"},
    "name": {"zh": "姓名", "en": "Name"},
    "staff": {"zh": "员工", "en": "Staff"},
    "customer": {"zh": "客户编号", "en": "Customer number"},
}
# Verdicts on whole files and sheets; those on rows are the engine's.
WHOLE = {
    "duplicate-file": {
        "zh": "内容与此前导入的文件完全相同，没有改动任何数据。",
        "en": "The content is that of a file imported before; nothing was changed.",
    },
    "unknown-kind": {
        "zh": "没有认出表头。请在“对应列”一步指出表头所在的行和数据类别。",
        "en": "No header row was recognised. Say in the step “Columns” which row holds it, and the kind.",
    },
    "not-a-table": {
        "zh": "这张工作表里没有产品认识的表格。",
        "en": "The sheet holds no table that is known here.",
    },
}


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def _in_language(words: Mapping[str, str]) -> str:
    return words["zh"] if _chinese() else words["en"]


def kind_label(code: str | None) -> str:
    kind = KINDS.get(code or "")
    if kind is None:
        return code or ""
    return kind.zh if _chinese() else kind.en


@cache
def _field_words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = json.loads(WORDS.read_text("utf-8"))
    return words


def field_label(kind: str, name: str) -> str:
    """A field in words; a field spread over columns (`value|month=2026-01`) with its place behind."""
    plain, _, place = name.partition("|")
    if plain in PLACE_FIELDS:
        return _in_language(PLACE_FIELDS[plain])
    words = _field_words()
    found = words.get(f"{kind}.{plain}") or words.get(plain)
    label = _in_language(found) if found else plain
    return f"{label} {place.partition('=')[2]}" if place else label


def field_choices(kind: str) -> list[tuple[str, str]]:
    """The fields a column of this kind may fill, required ones first."""
    declared = KINDS[kind]
    places = [("store", field_label(kind, "store")), ("store_name", field_label(kind, "store_name"))]
    fields = sorted(declared.fields, key=lambda field: not field.required)
    seen = {name for name, _label in places}
    more = [(field.name, field_label(kind, field.name)) for field in fields if field.name not in seen]
    return [*places, *more]


def kind_choices() -> list[tuple[str, str]]:
    return [(code, kind_label(code)) for code in KINDS]


def class_label(personal: str) -> str:
    """What a personal value is."""
    return _in_language(CLASSES[personal])


def state_choices() -> list[tuple[str, str]]:
    """What a batch can be."""
    return [(BatchState.ACCEPTED.value, _("in force")), (BatchState.UNDONE.value, _("undone"))]


@cache
def _choices() -> dict[str, Any]:
    choices: dict[str, Any] = json.loads(VOCABULARY.read_text("utf-8"))["choices"]
    return choices


def code_choices(kind: str, name: str) -> list[tuple[str, str]]:
    """The codes a wording of this field may stand for."""
    found = _choices().get(f"{kind}.{name}") or _choices().get(name, {})
    return [(code, _code_label(code, wordings)) for code, wordings in found.items()]


def _code_label(code: str, wordings: list[str]) -> str:
    if _chinese():
        return CHINESE_CODES.get(code) or (wordings[0] if wordings else code)
    return ENGLISH_CODES.get(code) or code.replace("-", " ").capitalize()


def reason_sentence(code: str) -> str:
    """Cause, remedy and example of a reason code."""
    if code in WHOLE:
        return _in_language(WHOLE[code])
    reason = reasons.REASONS.get(code)
    return reason.sentence("zh" if _chinese() else "en") if reason else code
