"""`biaogan draw verify FILE`: check a draw of video checks; it needs the file alone, not even a home."""

from __future__ import annotations

import json
from pathlib import Path

import click

from biaogan.config.command import DONE, DONE_WITH_REFUSALS, WrongUse

SENTENCES = {
    "commitment": "The secret is not the one whose hash was committed.",
    "part": "A list of candidates is not the one that was frozen.",
    "frame": "The lists of all stores together are not what was frozen.",
    "unknown": "Drawn, but in no list of candidates.",
    "ticket": "The ticket is not the one that seed and candidate give.",
    "order": "Passed over, although its ticket is smaller.",
    "count": "More or fewer are in force than were to be drawn.",
}


def register(group: click.Group) -> None:
    group.add_command(draw)


@click.group()
def draw() -> None:
    """The draws of video checks."""


@draw.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of words.")
def verify(file: Path, *, as_json: bool) -> int:
    """Work a draw out anew from its FILE and say whether it holds."""
    from biaogan.engine.methods import draw as drawing
    from biaogan.engine.methods.draw_file import record_of

    try:
        record = record_of(json.loads(file.read_text(encoding="utf-8")))
    except OSError as fault:
        raise WrongUse(f"{file} cannot be read ({fault.strerror}): name the file of a draw.") from fault
    except ValueError as fault:
        raise WrongUse(
            f"{file} cannot be checked ({fault}): take the file of the draw's page anew."
        ) from fault
    verdict = drawing.verify(record)
    if as_json:
        faults = [{"fault": code, "found": found} for code, found in verdict.faults]
        counts = {"candidates": verdict.candidates, "strata": verdict.strata, "drawn": verdict.drawn}
        click.echo(json.dumps({"holds": verdict.holds, **counts, "faults": faults}, ensure_ascii=False))
    else:
        _say(verdict)
    return DONE if verdict.holds else DONE_WITH_REFUSALS


def _say(verdict: object) -> None:
    from biaogan.engine.methods.draw import Verdict

    assert isinstance(verdict, Verdict)
    counts = f"{verdict.candidates} candidates in {verdict.strata} strata, {verdict.drawn} drawn"
    if verdict.holds:
        click.echo(f"The draw holds: {counts}.")
        return
    click.echo(f"The draw does NOT hold: {counts}.")
    for code, found in verdict.faults:
        click.echo(f"  {SENTENCES[code]} {found}")
