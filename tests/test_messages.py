"""Every sentence of the product is there in Chinese, and none is a guess."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from biaogan.config.messages import PACKAGE, catalogues

ROOMS = sorted(path.parent for path in PACKAGE.glob("*/locale"))


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
    known = {entry.msgid for entry in ours if not entry.obsolete}
    assert len(known) > 3
    assert sorted(entry.msgid for entry in fresh if not entry.obsolete and entry.msgid not in known) == []
