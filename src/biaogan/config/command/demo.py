"""biaogan demo."""

from __future__ import annotations

from datetime import timedelta

import click

from biaogan.config.bootstrap import prepare


def register(group: click.Group) -> None:
    group.add_command(demo_command)


@click.command("demo")
@click.option(
    "--size",
    type=click.Choice(["small", "medium", "large"]),
    default="medium",
    show_default=True,
    help="small: 3 stores; medium: 10 stores, 36 months; large: 1,500 orders per store and month.",
)
def demo_command(*, size: str) -> None:
    """Grow the demonstration region: invented stores, whose files go through the real intake."""
    prepare()
    from django.utils import timezone

    from biaogan.intake.demo import SIZES, grow_region
    from biaogan.intake.state import warm
    from biaogan.quality.standards.loading import load_starting_set
    from biaogan.targets import warming

    now = timezone.now()
    today = timezone.localdate(now)
    report = grow_region(size=SIZES[size], until=today - timedelta(days=1), by=None, at=now, progress=_say)
    load_starting_set(by=None, at=now)
    warm(today)
    warming.warm(today)
    totals = report.totals()
    click.echo(
        f"{len(report.files)} files: read {totals['read']} = accepted {totals['accepted']} "
        f"+ quarantined {totals['quarantined']} + ignored {totals['ignored']}"
    )


def _say(done: int, total: int, text: str) -> None:
    if text:
        click.echo(f"[{done}/{total}] {text}", err=True)
