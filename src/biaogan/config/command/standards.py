"""biaogan standards."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from biaogan.config.bootstrap import prepare


def register(group: click.Group) -> None:
    group.add_command(standards)


@click.group("standards")
def standards() -> None:
    """What good service is, step by step."""


@standards.command("load")
@click.option("--json", "as_json", is_flag=True)
def load(*, as_json: bool) -> None:
    """Load the starting set: nine instructions with their check items. Loading again adds nothing."""
    prepare()
    from django.utils import timezone

    from biaogan.quality.standards.loading import load_starting_set

    found = load_starting_set(by=None, at=timezone.now())
    if as_json:
        click.echo(json.dumps(asdict(found)))
    elif found.sops:
        click.echo(f"{found.sops} instructions and {found.items} check items loaded")
    else:
        click.echo("Nothing to load: the instructions are there already")
