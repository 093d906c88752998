"""A home comes back whole from its backup, or not at all."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path

import pytest

from biaogan.config.backup import CannotRestore, restore
from biaogan.config.database import database
from config.command_line import biaogan
from own_database import OwnDatabase


def grow(home: Path, **environment: str) -> None:
    biaogan(home, "stores", "add", "S01", "北城店", **environment)
    for name in ("lake/orders/_delta_log/0.json", "lake/orders/part.parquet", "files/original.xlsx"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(os.urandom(5000))
    (home / "lake/orders/unfinished.part").write_bytes(b"x")


def content(home: Path) -> dict[str, bytes]:
    kept = [path for folder in ("lake", "files") for path in (home / folder).rglob("*") if path.is_file()]
    return {str(path.relative_to(home)): path.read_bytes() for path in [*kept, home / "secret.key"]}


@pytest.fixture
def kept(tmp_path):
    home, file = tmp_path / "home", tmp_path / "region.backup"
    grow(home)
    answer = biaogan(home, "backup", str(file))
    assert answer.returncode == 0, answer.stderr
    return home, file


sqlite_only = pytest.mark.only_on("sqlite")


@sqlite_only
def test_a_home_comes_back_whole(kept, tmp_path):
    home, file = kept
    assert file.stat().st_mode & 0o077 == 0, "a backup holds the key"
    back = tmp_path / "back"
    answer = biaogan(back, "restore", str(file))
    assert answer.returncode == 0, answer.stderr
    (home / "lake/orders/unfinished.part").unlink()
    assert content(back) == content(home)
    assert "北城店" in biaogan(back, "stores", "list").stdout
    assert biaogan(back, "doctor").returncode == 0


@sqlite_only
def test_every_damage_is_refused_and_leaves_nothing(kept, tmp_path):
    home, file = kept
    whole = file.read_bytes()
    inside = database(home, "")
    places = range(700, len(whole) - 11000, len(whole) // 25)  # in the members, not in the padding at the end
    assert len(places) >= 20
    for place in places:
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        file.write_bytes(damaged)
        with pytest.raises(CannotRestore):
            restore(file, tmp_path / "back", database=inside)
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CannotRestore):
        restore(file, tmp_path / "back", database=inside)
    assert not (tmp_path / "back").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"home", "region.backup"}, "no drafts are left"


@sqlite_only
def test_a_home_with_data_is_never_overwritten(kept, tmp_path):
    home, file = kept
    before = content(home)
    assert biaogan(home, "restore", str(file)).returncode == 2
    assert content(home) == before
    assert biaogan(home, "backup", str(file)).returncode == 2, "nor is a backup"


@sqlite_only
def test_a_backup_that_names_files_outside_is_refused(kept, tmp_path):
    _, file = kept
    planted = tmp_path / "planted"
    with tarfile.open(file) as old, tarfile.open(planted, "w") as new:
        for info in old:
            renamed = tarfile.TarInfo("../outside" if info.name == "files/original.xlsx" else info.name)
            renamed.size = info.size
            new.addfile(renamed, old.extractfile(info))
    answer = biaogan(tmp_path / "back", "restore", str(planted))
    assert answer.returncode == 2
    assert "outside" in answer.stderr
    assert not (tmp_path / "outside").exists()


@pytest.mark.only_on("postgres")
def test_a_home_on_postgresql_comes_back_whole(tmp_path):
    first, second = dict(os.environ), dict(os.environ)
    file = tmp_path / "region.backup"
    with OwnDatabase(first):
        address = {"BIAOGAN_DATABASE_URL": first["BIAOGAN_DATABASE_URL"]}
        grow(tmp_path / "home", **address)
        answer = biaogan(tmp_path / "home", "backup", str(file), **address)
        assert answer.returncode == 0, answer.stderr
        taken = biaogan(tmp_path / "back", "restore", str(file), **address)
        assert taken.returncode == 2, "the database is not empty"
    with OwnDatabase(second):
        address = {"BIAOGAN_DATABASE_URL": second["BIAOGAN_DATABASE_URL"]}
        answer = biaogan(tmp_path / "back", "restore", str(file), **address)
        assert answer.returncode == 0, answer.stderr
        assert "北城店" in biaogan(tmp_path / "back", "stores", "list", **address).stdout
