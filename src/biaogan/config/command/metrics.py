"""biaogan metrics list, metrics show, rows."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from biaogan.config.bootstrap import prepare
from biaogan.config.command import WrongUse

if TYPE_CHECKING:
    from biaogan.engine.metrics.metric import Metric
    from biaogan.engine.metrics.reading import Reading

PERSONS = ("advisor", "technician")
FEN = 100  # a measure added up in fen
CUTS = ("advisor", "technician", "payer", "biz_type", "vehicle_age", "model")


def register(group: click.Group) -> None:
    group.add_command(metrics_group)
    group.add_command(rows_command)


@click.group("metrics")
def metrics_group() -> None:
    """Every metric, and its readings."""


def _months(_ctx: click.Context, _param: click.Parameter, value: str) -> list[str]:
    from biaogan.engine.periods import NotAMonth, month_range

    try:
        return month_range(value)
    except NotAMonth:
        raise WrongUse(f"{value!r} names no months; write 2026-03 or 2026-01..2026-06") from None


def _one_month(ctx: click.Context, param: click.Parameter, value: str) -> str:
    months = _months(ctx, param, value)
    if len(months) > 1:
        raise WrongUse(f"{value!r} is more than one month; write 2026-03")
    return months[0]


def _day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise WrongUse(f"--as-of {value!r} is not a day; write 2026-03-31") from None


@metrics_group.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_command(*, as_json: bool) -> None:
    """Every metric: slug, code, names, unit, direction, period, formula, variants."""
    from biaogan.engine.metrics.catalogue import CATALOGUE

    described = [_described(metric) for metric in CATALOGUE.values()]
    if as_json:
        click.echo(json.dumps(described, ensure_ascii=False))
        return
    for row in described:
        click.echo(
            f"{row['slug']:<28}{row['code']:<6}{row['name']['zh']}  {row['name']['en']}  [{row['unit']}]"
        )


def _described(metric: Metric) -> dict[str, Any]:
    return {
        "slug": metric.slug,
        "code": metric.code,
        "name": asdict(metric.name),
        "unit": metric.unit.value,
        "better": metric.better.value,
        "period": metric.period.value,
        "perspective": metric.perspective.value,
        "formula": asdict(metric.formula),
        "needs": list(metric.needs),
        "awaits": asdict(metric.awaits) if metric.awaits else None,
        "cuts": [cut.value for cut in metric.cuts],
        "variants": [{"slug": variant.slug, "name": asdict(variant.name)} for variant in metric.variants],
    }


@metrics_group.command("show")
@click.argument("slugs")
@click.option("--months", required=True, callback=_months, help="2026-03 or 2026-01..2026-06")
@click.option("--by", default="store", show_default=True, type=click.Choice(["store", "region", *CUTS]))
@click.option("--store", help="One store only (code, name or alias).")
@click.option(
    "--as-of", callback=_day, help="Follow-up windows that end on this day have elapsed; default today."
)
@click.option("--json", "as_json", is_flag=True)
def show_command(
    slugs: str, *, months: list[str], by: str, store: str | None, as_of: date | None, as_json: bool
) -> None:
    """Readings of one or several metrics (SLUG,SLUG…)."""
    prepare()
    from biaogan.engine.metrics.catalogue import CATALOGUE

    wanted = [slug.strip() for slug in slugs.split(",") if slug.strip()]
    if unknown := [slug for slug in wanted if slug not in CATALOGUE]:
        raise WrongUse(f"{', '.join(unknown)}: no such metric; see 'biaogan metrics list'")
    found = _read(wanted, months, by, _store_code(store), as_of or _today())
    if as_json:
        click.echo(json.dumps([reading_json(reading) for reading in found], ensure_ascii=False))
        return
    for reading in found:
        shown = "—" if reading.value is None else _shown(reading.value)
        cut = "  ".join(f"{key}={value}" for key, value in reading.by.items())
        click.echo(f"{reading.slug:<28}{reading.place:<12}{reading.month}  {shown:>16}  {cut}")


def _read(slugs: list[str], months: list[str], by: str, store: str | None, as_of: date) -> list[Reading]:
    from django.conf import settings

    from biaogan.engine.metrics.reading import readings
    from biaogan.intake.state import snapshot
    from biaogan.org.models import Store

    stores = list(Store.objects.values_list("code", flat=True))
    _refuse_cut(slugs, by)
    found = readings(
        snapshot(),
        slugs,
        months=months,
        stores=stores,
        as_of=as_of,
        by=by if by == "region" else "store",
        cut=by if by in CUTS else None,
        cache=settings.BIAOGAN_CACHE,
    )
    found = [reading for reading in found if store is None or reading.place in {store, "region"}]
    return _with_names(found) if by in PERSONS else found


def _refuse_cut(slugs: list[str], by: str) -> None:
    from biaogan.engine.metrics.catalogue import CATALOGUE

    if by in CUTS and (whole := [slug for slug in slugs if by not in CATALOGUE[slug].cuts]):
        raise WrongUse(f"--by {by}: not possible for {', '.join(whole)}; see 'biaogan metrics list'")


def _with_names(found: list[Reading]) -> list[Reading]:
    """The command line belongs to whoever holds the home: advisors and technicians by name."""
    from biaogan.intake.queries import clear_values

    names = clear_values({part for reading in found for part in reading.by.values()})
    return [
        reading._replace(by={cut: names.get(part, part) for cut, part in reading.by.items()})
        for reading in found
    ]


def reading_json(reading: Reading) -> dict[str, Any]:
    """A reading as the contract has it: money as exact text, everything else as a number."""
    from biaogan.engine.metrics.catalogue import metric_of

    metric = metric_of(reading.slug)
    top_is_money = metric.numerator.scale == FEN
    bottom_is_money = metric.denominator is not None and metric.denominator.scale == FEN
    return {
        "metric": reading.slug,
        "place": reading.place,
        "month": reading.month,
        "by": dict(reading.by),
        "numerator": _plain(reading.numerator, money=top_is_money),
        "denominator": _plain(reading.denominator, money=bottom_is_money),
        "value": _plain(reading.value, money=metric.unit.is_money),
        "unit": metric.unit.value,
        "n": reading.n,
        "version": reading.version,
    }


def _plain(value: int | Decimal | None, *, money: bool) -> str | float | None:
    if value is None:
        return None
    if money:
        return f"{value:.2f}"
    return float(value) if isinstance(value, Decimal) and value % 1 else int(value)


def _shown(value: object) -> str:
    return f"{value:,.2f}" if isinstance(value, float | Decimal) else str(value)


@click.command("rows")
@click.argument("slug")
@click.option("--store", required=True)
@click.option("--month", required=True, callback=_one_month)
@click.option("--as-of", callback=_day)
@click.option("--json", "as_json", is_flag=True)
def rows_command(slug: str, *, store: str, month: str, as_of: date | None, as_json: bool) -> None:
    """The fact rows behind a reading, each with file, sheet and line."""
    prepare()
    from biaogan.engine.metrics.catalogue import CATALOGUE
    from biaogan.engine.metrics.rows import rows
    from biaogan.intake.state import lineage, snapshot

    if slug not in CATALOGUE:
        raise WrongUse(f"{slug}: no such metric; see 'biaogan metrics list'")
    found = rows(snapshot(), slug, store=_store_code(store) or store, month=month, as_of=as_of or _today())
    sources = lineage({code for code in found["batch"].unique() if code}) if found.height else {}
    listed = [_row_json(row, sources) for row in found.iter_rows(named=True)]
    if as_json:
        click.echo(json.dumps(listed, ensure_ascii=False))
        return
    for row in listed:
        click.echo(f"{row['file']}  {row['sheet']}  {row['line']}  {row.get('ro_no') or ''}")


def _row_json(row: dict[str, Any], sources: dict[str, tuple[str, str]]) -> dict[str, Any]:
    file, sheet = sources.get(row["batch"], ("", ""))
    own = {name: _field(name, value) for name, value in row.items()}
    return {"file": file, "sheet": sheet, "line": row["line"], **own}


def _field(name: str, value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    return value if not isinstance(value, Decimal) else str(value)


def _store_code(store: str | None) -> str | None:
    from biaogan.org.models import Store

    if store is None:
        return None
    found = Store.objects.called(store)
    if found is None:
        raise WrongUse(f"--store {store}: no such store; see 'biaogan stores list'")
    return found.code


def _today() -> date:
    from django.utils import timezone

    return timezone.localdate()
