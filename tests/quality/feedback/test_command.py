"""`biaogan themes score`: any labelled file, in words and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from biaogan.config.command import themes

LABELLED = Path(__file__).with_name("labelled.csv")


@pytest.fixture(autouse=True)
def _prepared(db, monkeypatch):
    monkeypatch.setattr(themes, "prepare", lambda: None)


def run(*arguments: str):
    return CliRunner().invoke(themes.score_command, [str(one) for one in arguments])


def test_a_labelled_file_is_scored():
    found = run(LABELLED)
    assert found.exit_code == 0
    said = found.output
    assert "n 125" in said
    assert "micro-F1" in said
    assert "(rules)" in said


def test_the_score_as_json_holds_both_ways_and_every_theme():
    found = json.loads(run(LABELLED, "--json").output)
    assert found["n"] == 125
    assert 0.8 < found["learned"]["micro"] <= 1
    assert 0.8 < found["rules"]["micro"] <= 1
    assert set(found["learned"]["themes"]["waiting"]) == {"f1", "precision", "recall", "texts"}


@pytest.mark.parametrize(
    ("content", "said"),
    [("文本,标签\n太贵,价格\n", "at least 20"), ("a,b\n1,2\n3,4\n", "must name the columns"), ("", "")],
)
def test_a_file_that_cannot_be_scored_is_refused_in_a_sentence(tmp_path, content, said):
    path = tmp_path / "x.csv"
    path.write_text(content, encoding="utf-8")
    found = run(path)
    assert found.exit_code == 2
    assert said in found.output


def test_one_label_alone_is_refused(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("text,label\n" + "".join(f"句子{n},同一个\n" for n in range(30)), encoding="utf-8")
    found = run(path)
    assert found.exit_code == 2
    assert "two labels" in found.output
