"""biaogan themes score: how well texts are sorted by theme, on any labelled file."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from biaogan.config.bootstrap import prepare
from biaogan.config.command import WrongUse

if TYPE_CHECKING:
    from polars import DataFrame

    from biaogan.engine.methods.themes.scoring import Score, Scored

TEXT_HEADERS = ("text", "content", "文本", "内容", "评论", "评价", "反馈内容", "投诉内容", "客户原话")
LABEL_HEADERS = ("label", "theme", "subject", "topic", "标签", "主题", "分类", "类别")
LEAST = 20  # texts: with fewer, five folds say nothing


def register(group: click.Group) -> None:
    group.add_command(themes_group)


@click.group("themes")
def themes_group() -> None:
    """What customers' texts are about."""


@themes_group.command("score")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True)
def score_command(file: Path, *, as_json: bool) -> None:
    """Micro-F1 on a file with the columns text and label (文本, 标签), by 5-fold cross-validation."""
    prepare()
    from biaogan.engine.methods.themes.learning import TooFewLabels
    from biaogan.engine.methods.themes.scoring import score
    from biaogan.quality.feedback.themes import themes

    texts, labels = _read(file)
    known = themes()
    codes = {name: code for code, one in known.items() for name in (code, one.name_zh, one.name_en)}
    try:
        found = score(
            texts, [codes.get(label, label) for label in labels], [one.keywords for one in known.values()]
        )
    except ImportError:
        raise WrongUse(
            "learning needs scikit-learn: install biaogan[text]; the product goes on with keyword rules"
        ) from None
    except TooFewLabels:
        raise WrongUse(f"{file.name}: at least two labels with five texts each are needed") from None
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False))
    else:
        _print(found)


def _read(file: Path) -> tuple[list[str], list[str]]:
    """Texts and labels of the first sheet that has both columns; rows without one of them are left out."""
    from biaogan.engine.text import folded
    from biaogan.intake.reading import Unreadable, read_file

    try:
        sheets = read_file(file).sheets
    except Unreadable as fault:
        raise WrongUse(fault.en) from None
    for sheet in sheets:
        header = {folded(cell): at for at, cell in _first(sheet.cells).items() if cell}
        text = next((header[word] for word in TEXT_HEADERS if word in header), None)
        label = next((header[word] for word in LABEL_HEADERS if word in header), None)
        if text and label:
            rows = sheet.cells.slice(1).select(text, label).drop_nulls()
            if rows.height < LEAST:
                raise WrongUse(f"{file.name}: {rows.height} labelled texts, at least {LEAST} are needed")
            return rows[text].to_list(), [value.strip() for value in rows[label]]
    raise WrongUse(f"{file.name}: the first row must name the columns text and label (文本, 标签)")


def _first(cells: DataFrame) -> dict[str, str | None]:
    row = {} if cells.is_empty() else cells.row(0, named=True)
    return {name: value for name, value in row.items() if name != "line"}


def _print(found: Scored) -> None:
    click.echo(f"n {found.n}  repeated {found.repeated}  folds 5")
    click.echo(f"micro-F1 {found.learned.micro:.3f}  macro-F1 {found.learned.macro:.3f}  (learned)")
    if found.rules is None:
        click.echo("rules: none of the labels is one of their themes")
    else:
        click.echo(f"micro-F1 {found.rules.micro:.3f}  macro-F1 {found.rules.macro:.3f}  (rules)")
    right = "-" if found.sure_right is None else f"{found.sure_right:.3f}"
    click.echo(f"sure without a person {found.learned_sure:.3f}, of these right {right}")
    click.echo(f"{'theme':<24}{'texts':>6}{'F1':>8}{'precision':>11}{'recall':>8}{'rules F1':>10}")
    for theme, one in sorted(found.learned.themes.items(), key=lambda pair: -pair[1].texts):
        rules = _f1(found.rules, theme)
        click.echo(
            f"{theme:<24}{one.texts:>6}{one.f1:>8.3f}{one.precision:>11.3f}{one.recall:>8.3f}{rules:>10}"
        )


def _f1(score: Score | None, theme: str) -> str:
    return f"{score.themes[theme].f1:.3f}" if score and theme in score.themes else "-"
