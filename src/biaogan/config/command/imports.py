"""biaogan import, batches, undo, quarantine."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from biaogan.config.bootstrap import prepare
from biaogan.config.command import WrongUse

if TYPE_CHECKING:
    from biaogan.intake.models import Batch
    from biaogan.intake.report import ImportReport
    from biaogan.intake.staging import Options

INCOMPLETE = 1


def register(group: click.Group) -> None:
    for command in (import_command, batches_command, undo_command, quarantine_command):
        group.add_command(command)


def _vat(_ctx: click.Context, _param: click.Parameter, value: str) -> Decimal:
    try:
        rate = Decimal(value)
    except InvalidOperation:
        raise click.BadParameter(f"{value!r} is not a number; write 0.13 for 13 %") from None
    if not 0 <= rate < 1:
        raise click.BadParameter("the rate lies between 0 and 1; write 0.13 for 13 %")
    return rate


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--store", help="Store of files that have no store column (code, name or alias).")
@click.option("--kind", help="Kind of data, where it should not be recognised by content.")
@click.option("--dry-run", is_flag=True, help="Read and check, keep nothing.")
@click.option("--create-stores", is_flag=True, help="Create the stores that the files name and nobody knows.")
@click.option("--amounts", type=click.Choice(["net", "gross"]), default="net", show_default=True)
@click.option(
    "--vat", default="0.13", callback=_vat, show_default=True, help="Rate taken out of gross amounts."
)
@click.option("--json", "as_json", is_flag=True)
def import_command(paths: tuple[Path, ...], *, dry_run: bool, as_json: bool, **named: Any) -> None:
    """Bring dealers' files in: files, folders or zips."""
    for path in paths:
        if not path.exists():
            raise WrongUse(f"{path}: no such file or folder; check the path")
    if len(paths) == 1:
        from biaogan.intake.opening_ahead import begin

        begin(paths[0])
    prepare()
    from django.utils import timezone

    from biaogan.intake.actions import import_paths

    report = import_paths(
        paths=paths, options=_options(**named), by=None, at=timezone.now(), dry_run=dry_run, progress=_say
    )
    if as_json:
        click.echo(json.dumps({"files": report.as_json()["files"]}, ensure_ascii=False))
    else:
        _print_report(report)
    if not report.complete:
        click.get_current_context().exit(INCOMPLETE)


def _options(
    *, store: str | None, kind: str | None, create_stores: bool, amounts: str, vat: Decimal
) -> Options:
    from biaogan.engine.facts.kinds import KINDS
    from biaogan.intake.staging import Options
    from biaogan.org.models import Store

    if kind and kind not in KINDS:
        raise WrongUse(f"--kind {kind}: no such kind; one of {', '.join(KINDS)}")
    code = None
    if store:
        found = Store.objects.called(store)
        if found is None and not create_stores:
            raise WrongUse(f"--store {store}: no such store; see 'biaogan stores list', or add it first")
        code = found.code if found else store
    return Options(store=code, kind=kind, create_stores=create_stores, amounts=amounts, vat=vat)


def _say(done: int, total: int, text: str) -> None:
    if text:
        click.echo(f"[{done}/{total}] {text}", err=True)


def _print_report(report: ImportReport) -> None:
    for file in report.files:
        click.echo(f"{file.path}: {file.status}" + (f" ({file.reason})" if file.reason else ""))
        if file.zh:
            click.echo(f"  {file.zh} {file.en}")
        for sheet in file.sheets:
            click.echo(
                f"  {sheet.sheet or '-'}: {sheet.kind or '-'}  {sheet.batch or '-'}  read {sheet.read} = "
                f"accepted {sheet.accepted} + quarantined {sheet.quarantined} + ignored {sheet.ignored}"
            )
            _print_remarks(sheet)


def _print_remarks(sheet: object) -> None:
    from biaogan.intake.report import SheetReport

    if not isinstance(sheet, SheetReport):
        return
    for code, count in sheet.reasons.items():
        click.echo(f"    {code}: {count}")
    if sheet.unknown_stores:
        click.echo(f"    unknown stores: {', '.join(sheet.unknown_stores)} (add with 'biaogan stores add')")
    if sheet.unmapped_columns:
        click.echo(f"    columns left out: {', '.join(sheet.unmapped_columns)}")
    for change in sheet.restated:
        difference = Decimal(change["fen_after"] - change["fen_before"]) / 100
        click.echo(f"    closed month changed: {change['store']} {change['month']} {difference:+,.2f}")


@click.command("batches")
@click.option("--json", "as_json", is_flag=True)
def batches_command(*, as_json: bool) -> None:
    """The history of imports, newest first."""
    prepare()
    from django.utils import timezone

    from biaogan.intake.queries import batches

    found = batches()
    if as_json:
        click.echo(json.dumps([_batch_json(line) for line in found], ensure_ascii=False))
        return
    for line in found:
        mark = "  undone" if line.state == "undone" else ""
        click.echo(
            f"{line.code}  {timezone.localtime(line.accepted_at):%Y-%m-%d %H:%M}  {line.kind:<18}"
            f"{line.accepted:>8} of {line.read:<8}{line.path} {line.sheet}{mark}"
        )


def _batch_json(line: object) -> dict[str, object]:
    from dataclasses import asdict

    content = asdict(line)  # type: ignore[call-overload]
    content["batch"] = content.pop("code")
    content["undone"] = content["state"] == "undone"
    return {
        key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in content.items()
    }


@click.command("undo")
@click.argument("batch")
def undo_command(batch: str) -> None:
    """Withdraw a batch: the figures become what they were without it."""
    prepare()
    from django.utils import timezone

    from biaogan.intake.actions import CannotUndo, undo_batch

    found = _batch(batch)
    try:
        undo_batch(batch=found, by=None, at=timezone.now())
    except CannotUndo as reason:
        raise WrongUse(str(reason)) from None
    click.echo(f"{found.code} undone")


@click.command("quarantine")
@click.argument("batch")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False))
def quarantine_command(batch: str, out: Path) -> None:
    """The refused rows of a batch as an Excel file, ready to mend and import again."""
    prepare()
    from biaogan.intake.quarantine import quarantine_workbook

    found = _batch(batch)
    if not out.parent.exists():
        raise WrongUse(f"{out.parent}: no such folder")
    out.write_bytes(quarantine_workbook(found))
    click.echo(f"{out}: {found.quarantined} rows")


def _batch(code: str) -> Batch:
    from biaogan.intake.models import Batch

    found = Batch.objects.select_related("file").filter(code=code.upper()).first()
    if found is None:
        raise WrongUse(f"{code}: no such batch; see 'biaogan batches'")
    return found
