"""A file is there whole or not at all."""

from pathlib import Path

import pytest

from biaogan.engine.files import whole


def test_the_file_before_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "made" / "figures.json"
    with whole(path) as unfinished:
        unfinished.write_text("before", encoding="utf-8")
    with whole(path) as unfinished:
        unfinished.write_text("after", encoding="utf-8")
        assert path.read_text(encoding="utf-8") == "before"
    assert path.read_text(encoding="utf-8") == "after"
    assert [one.name for one in path.parent.iterdir()] == ["figures.json"]


def test_what_fails_on_the_way_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(OSError, match="disk full"):
        _begin(path)
    assert path.read_text(encoding="utf-8") == "before"


def _begin(path: Path) -> None:
    with whole(path) as unfinished:
        unfinished.write_text("aft", encoding="utf-8")
        raise OSError("disk full")
