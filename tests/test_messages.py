"""Every sentence of the product is there in Chinese, and none is a guess."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import polib
import pytest

from biaogan.config.messages import PACKAGE, catalogues

ROOMS = sorted(path.parent for path in PACKAGE.glob("*/locale"))
Key = tuple[str | None, str]


def key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid


def disagreements(rooms: Iterable[tuple[str, polib.POFile]]) -> dict[Key, dict[str, list[str]]]:
    """The context and sentence whose Chinese differs, with the words of each room.

    Django reads all rooms into one catalogue: of two words for one sentence, one would win everywhere.
    """
    said: dict[Key, dict[str, list[str]]] = {}
    for room, catalogue in rooms:
        for entry in catalogue:
            if not entry.obsolete:
                words = [entry.msgstr] if not entry.msgid_plural else list(entry.msgstr_plural.values())
                said.setdefault(key(entry), {})[room] = words
    return {one: words for one, words in said.items() if len({tuple(said) for said in words.values()}) > 1}


def wanting(catalogue: polib.POFile) -> list[str]:
    fuzzy = [entry.msgid for entry in catalogue.fuzzy_entries()]
    return sorted({*fuzzy, *(entry.msgid for entry in catalogue.untranslated_entries())})


def test_nothing_is_untranslated_or_guessed():
    found = {str(path.relative_to(PACKAGE)): wanting(polib.pofile(str(path))) for path in catalogues()}
    assert len(found) >= 4
    assert {path: missing for path, missing in found.items() if missing} == {}


def test_an_untranslated_sentence_is_found():
    planted = polib.POFile()
    planted.append(polib.POEntry(msgid="Planted", msgstr=""))
    planted.append(polib.POEntry(msgid="Guessed", msgstr="猜", flags=["fuzzy"]))
    assert wanting(planted) == ["Guessed", "Planted"]


def test_a_sentence_has_the_same_chinese_in_every_room():
    rooms = [(str(path.relative_to(PACKAGE)), polib.pofile(str(path))) for path in catalogues()]
    assert len(rooms) >= 4
    assert disagreements(rooms) == {}


def test_two_words_for_one_sentence_are_found():
    first, second = polib.POFile(), polib.POFile()
    first.append(polib.POEntry(msgid="Gap", msgstr="差距"))
    second.append(polib.POEntry(msgid="Gap", msgstr="缺口"))
    second.append(polib.POEntry(msgid="Gap", msgctxt="handbook", msgstr="空白"))
    first.append(polib.POEntry(msgid="%(n)d day", msgid_plural="%(n)d days", msgstr_plural={0: "%(n)d 天"}))
    second.append(polib.POEntry(msgid="%(n)d day", msgid_plural="%(n)d days", msgstr_plural={0: "%(n)d 日"}))
    assert disagreements([("one", first), ("two", second)]) == {
        (None, "Gap"): {"one": ["差距"], "two": ["缺口"]},
        (None, "%(n)d day"): {"one": ["%(n)d 天"], "two": ["%(n)d 日"]},
    }


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext is not on this machine")
@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_translatable_sentence_of_the_code_is_in_the_catalogue(room: Path, tmp_path: Path):
    """The catalogue of a copy of the room, made anew, names nothing that ours lacks."""
    copy = tmp_path / room.name
    shutil.copytree(room, copy, ignore=shutil.ignore_patterns("__pycache__", "static", "*.mo"))
    command = [
        sys.executable,
        "-P",
        "-m",
        "django",
        "makemessages",
        "-l",
        "zh_Hans",
        "-v",
        "0",
        "--no-location",
    ]
    subprocess.run(command, cwd=copy, check=True, capture_output=True, env=os.environ)
    ours = polib.pofile(str(room / "locale/zh_Hans/LC_MESSAGES/django.po"))
    fresh = polib.pofile(str(copy / "locale/zh_Hans/LC_MESSAGES/django.po"))
    known = {key(entry) for entry in ours if not entry.obsolete}
    assert len(known) > 3
    assert [key(entry) for entry in fresh if not entry.obsolete and key(entry) not in known] == []
