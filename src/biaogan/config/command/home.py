"""`biaogan backup`, `restore`, `doctor`: a whole home in one file, and its health in plain words."""

from __future__ import annotations

import json
from pathlib import Path

import click

from biaogan.config.command import DONE, DONE_WITH_REFUSALS

MEGABYTE = 1_000_000


def register(group: click.Group) -> None:
    for command in (backup, restore, doctor):
        group.add_command(command)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Keep the whole home in one FILE; may be done while Biaogan runs."""
    from biaogan.config.bootstrap import prepare

    prepare()
    from django.conf import settings
    from django.utils import timezone

    from biaogan.config.backup import back_up
    from biaogan.org import audit

    head = audit.head()
    summary = back_up(
        settings.BIAOGAN_HOME,
        file,
        database=settings.DATABASES["default"],
        head={"sequence": head.sequence, "digest": head.digest},
        at=timezone.now(),
    )
    size = summary.size / MEGABYTE
    click.echo(f"Kept {summary.members} files, {size:.1f} MB, in {file}. It holds the key: keep it safe.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Bring a home back from FILE into an empty home."""
    import os

    from biaogan.config.backup import restore as bring_back
    from biaogan.config.bootstrap import prepare
    from biaogan.config.database import database
    from biaogan.config.home import home

    folder = home()
    summary = bring_back(file, folder, database=database(folder, os.environ.get("BIAOGAN_DATABASE_URL", "")))
    prepare()
    from biaogan.org import audit

    verdict = audit.verify_chain(audit.Head(**summary.head))
    if verdict.bad is not None:
        raise click.ClickException(f"Restored, but the audit trail does not hold at row {verdict.bad}.")
    click.echo(f"Restored {summary.members} files into {folder}; the audit trail holds.")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of lines.")
def doctor(as_json: bool) -> int:
    """Look at the home and say in plain words how it is."""
    from biaogan.config.bootstrap import prepare

    prepare()
    from biaogan.config.health import examine

    found = examine()
    if as_json:
        rows = [
            {"about": f.about, "well": f.is_well, "text": f.text, "remedy": f.remedy or None} for f in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for finding in found:
            mark = "ok" if finding.is_well else "!!"
            click.echo(f"{mark}  {finding.about}: {finding.text}")
            if not finding.is_well:
                click.echo(f"    {finding.remedy}")
    return DONE if all(finding.is_well for finding in found) else DONE_WITH_REFUSALS
