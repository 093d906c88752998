"""`biaogan watch`: look at all stores now, as the worker does after every import and once a day."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from biaogan.config.bootstrap import prepare


def register(group: click.Group) -> None:
    group.add_command(watch_command)


@click.command("watch")
@click.option("--json", "as_json", is_flag=True)
def watch_command(*, as_json: bool) -> None:
    """Turn what stands out beyond chance into alerts; running it twice raises nothing twice."""
    prepare()
    from django.utils import timezone

    from biaogan.workbench.watch import watch

    found = watch(at=timezone.now())
    if as_json:
        click.echo(json.dumps(asdict(found)))
        return
    click.echo(
        f"{found.stores} stores watched: {found.found} found, {found.raised} alerts raised, "
        f"{found.cleared} cleared, {found.brought} brought to people, {found.measured} tasks measured"
    )
