"""The command line keeps its contract: exit codes, one line on stderr, one document on stdout."""

from __future__ import annotations

import json
import stat

import pytest

from config.command_line import biaogan

pytestmark = pytest.mark.only_on("sqlite")  # each command makes a home of its own


def refused(answer, *words: str) -> None:
    assert answer.returncode == 2, answer
    assert answer.stdout == ""
    assert len(answer.stderr.splitlines()) == 1, answer.stderr
    for word in ("biaogan: ", *words):
        assert word in answer.stderr


def test_a_store_is_added_and_listed(tmp_path):
    home = tmp_path / "home"
    added = biaogan(home, "stores", "add", "S01", "北城店", "--alias", "BC", "--city", "北城")
    assert (added.returncode, added.stderr) == (0, "")
    listed = biaogan(home, "stores", "list", "--json")
    assert json.loads(listed.stdout) == [
        {"code": "S01", "name": "北城店", "city": "北城", "active": True, "aliases": ["BC"]}
    ]
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "secret.key").stat().st_mode) == 0o600


def test_the_home_may_be_named_before_or_after_the_command(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    biaogan(tmp_path / "other", "--home", str(one), "stores", "add", "S01", "北城店")
    biaogan(tmp_path / "other", "stores", "add", "S02", "南城店", f"--home={two}")
    assert "S01" in biaogan(one, "stores", "list").stdout
    assert "S02" in biaogan(two, "stores", "list").stdout
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["stores"],
        ["stores", "add", "S01"],
        ["--home"],
        ["run", "--port", "many"],
        ["stores", "--x"],
    ],
)
def test_wrong_use_is_one_line_and_exit_code_two(tmp_path, arguments):
    refused(biaogan(tmp_path / "home", *arguments))


def test_a_taken_code_is_refused_by_name(tmp_path):
    home = tmp_path / "home"
    biaogan(home, "stores", "add", "S01", "北城店")
    refused(biaogan(home, "stores", "add", "S02", "北城店"), "北城店", "S01")
    refused(biaogan(home, "stores", "add", "S/1", "x"), "S/1")


def test_no_traceback_reaches_a_person(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (home / "biaogan.sqlite3").write_bytes(b"this is no database" * 100)
    answer = biaogan(home, "stores", "list")
    refused(answer, "last-error.txt")
    assert "Traceback" in (home / "cache" / "last-error.txt").read_text()


def test_help_names_every_command(tmp_path):
    shown = biaogan(tmp_path / "home", "--help").stdout
    for command in ("run", "stores", "backup", "restore", "doctor"):
        assert f"  {command} " in shown
    assert not (tmp_path / "home").exists(), "asking for help makes no home"


def test_the_doctor_names_what_is_wrong(tmp_path):
    home = tmp_path / "home"
    biaogan(home, "stores", "add", "S01", "北城店")
    well = biaogan(home, "doctor")
    assert (well.returncode, "!!" in well.stdout) == (0, False)
    home.chmod(0o755)
    ill = biaogan(home, "doctor", "--json")
    assert ill.returncode == 1
    wrong = [finding for finding in json.loads(ill.stdout) if not finding["well"]]
    assert [finding["remedy"] for finding in wrong] == [f"chmod go= {home}"]
