"""The second half of an import: a staged sheet becomes facts, all of it or none."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import polars as pl
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from biaogan.engine.facts.kinds import KINDS
from biaogan.engine.facts.lake import Written
from biaogan.engine.facts.merging import KEY, as_facts
from biaogan.intake.models import Batch, BatchState, BatchStore, Identity, LakeState, SourceFile
from biaogan.intake.staging import Options, StagedSheet, months_of
from biaogan.intake.state import lake, newest, version_of
from biaogan.intake.turn import turn_to_write
from biaogan.org.audit import record
from biaogan.org.models import Person

VEHICLE_FROM_ORDERS = ("vin", "plate", "model", "series", "brand", "sale_date", "sold_by_store")
IDENTITIES_AT_ONCE = 5_000


def commit_sheet(
    sheet: StagedSheet, file: SourceFile, *, options: Options, by: Person | None, at: datetime
) -> Batch:
    """Accept one sheet. Facts, batch, identities and audit event become true in one transaction."""
    with turn_to_write():
        code = _next_code()
        state = newest()
        pins = dict(state.pins) if state else {}
        written = _into_the_lake(_contributions(sheet.kind, sheet.rows()), pins, code)
        pins |= {kind: one.version for kind, one in written.items()}
        keep_refused(code, sheet.refused)
        with transaction.atomic():
            batch = _batch(code, sheet, file, options, by, at, written)
            _remember_identities(sheet.identities)
            _advance(batch, pins, at)
            record(
                "intake.accept",
                by=by,
                about="batch",
                key=code,
                details={
                    "file": file.path,
                    "sheet": batch.sheet,
                    "kind": batch.kind,
                    "accepted": batch.accepted,
                },
            )
    return batch


def _into_the_lake(
    contributions: dict[str, pl.DataFrame], pins: dict[str, int], code: str
) -> dict[str, Written]:
    """What was brought, kept as it came and merged into the facts, the kinds beside one another.

    Nothing points at any of it before the transaction that follows.
    """
    store = lake()
    with ThreadPoolExecutor() as threads:
        kept = [
            threads.submit(store.keep, kind, code, as_facts(rows, KINDS[kind], code).drop(KEY))
            for kind, rows in contributions.items()
        ]
        merged = {
            kind: threads.submit(store.accept, kind, pins.get(kind), rows, code)
            for kind, rows in contributions.items()
        }
        for one in kept:
            one.result()
        return {kind: one.result() for kind, one in merged.items()}


def undo(batch: Batch, *, by: Person | None, at: datetime) -> None:
    """Withdraw a batch: the facts become what the remaining batches make of them."""
    with turn_to_write():
        state = newest()
        pins = dict(state.pins) if state else {}
        for kind in kinds_brought(batch):
            pins[kind] = lake().withdraw(kind, pins[kind], batch.code, _others(batch, kind)).version
        with transaction.atomic():
            Batch.objects.filter(pk=batch.pk).update(state=BatchState.UNDONE, undone_at=at, undone_by=by)
            _advance(batch, pins, at)
            record(
                "intake.undo",
                by=by,
                about="batch",
                key=batch.code,
                details={"file": batch.file.path, "sheet": batch.sheet, "kind": batch.kind},
            )
    batch.refresh_from_db()


def replace(
    old: Batch, sheet: StagedSheet, *, by: Person | None, at: datetime, file: SourceFile | None = None
) -> Batch:
    """The same sheet, checked again, in the place of its former batch; later batches still win over it.

    file: where the rows stand by now, when they are no longer those of the former file.
    """
    with turn_to_write():
        code, state = _next_code(), newest()
        pins = dict(state.pins) if state else {}
        written = {}
        for kind, rows in _contributions(sheet.kind, sheet.rows()).items():
            lake().keep(kind, code, as_facts(rows, KINDS[kind], code).drop(KEY))
            order = _with_in_place(_others(old, kind), code, old)
            written[kind] = lake().withdraw(kind, pins[kind], old.code, order)
            # Keys that only the new reading names are folded too.
            pins[kind] = lake().withdraw(kind, written[kind].version, code, order).version
        keep_refused(code, sheet.refused)
        options = Options(amounts=old.amounts, vat=old.vat)
        with transaction.atomic():
            Batch.objects.filter(pk=old.pk).update(state=BatchState.UNDONE, undone_at=at, undone_by=by)
            batch = _batch(code, sheet, file or old.file, options, by, at, written)
            _exchange_places(old, batch)
            _remember_identities(sheet.identities)
            _advance(batch, pins, at)
            details = {"before": old.code, "after": code}
            record("intake.recheck", by=by, about="batch", key=code, details=details)
    old.refresh_from_db()
    return batch


def _with_in_place(others: list[str], code: str, old: Batch) -> list[str]:
    before = Batch.objects.filter(code__in=others, position__lt=old.position)
    place = before.count()
    return [*others[:place], code, *others[place:]]


def _exchange_places(old: Batch, new: Batch) -> None:
    """Positions are unique: the old one steps aside first."""
    aside, place = new.position, old.position
    Batch.objects.filter(pk=old.pk).update(position=aside + 1)
    Batch.objects.filter(pk=new.pk).update(position=place)
    Batch.objects.filter(pk=old.pk).update(position=aside)


def kinds_brought(batch: Batch) -> list[str]:
    """Order exports also say things of the vehicles in them."""
    return [batch.kind, "vehicle"] if batch.kind == "repair_order" else [batch.kind]


def _contributions(kind: str, rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    contributions = {kind: rows}
    if kind == "repair_order":
        said = [pl.col(c).is_not_null() for c in VEHICLE_FROM_ORDERS[2:]]
        vehicles = rows.filter(pl.col("vin").is_not_null() & pl.any_horizontal(said))
        schema = KINDS["vehicle"].schema
        contributions["vehicle"] = vehicles.select(
            [
                (pl.col(name) if name in {"line", "store", *VEHICLE_FROM_ORDERS} else pl.lit(None))
                .cast(of)
                .alias(name)
                for name, of in schema.items()
            ]
        )
    return contributions


def _others(batch: Batch, kind: str) -> list[str]:
    """The active batches, oldest first, that may hold a key of `batch`."""
    kinds = ["vehicle", "repair_order"] if kind == "vehicle" else [kind]
    others = Batch.objects.active().filter(kind__in=kinds).exclude(pk=batch.pk)
    if kind != "vehicle":
        others = others.filter(stores__store__in=batch.stores.values("store"))
    return list(others.order_by("position").values_list("code", flat=True).distinct())


def _next_code() -> str:
    last = Batch.objects.order_by("-position").values_list("position", flat=True).first() or 0
    return f"B{last + 1:05d}"


def _batch(
    code: str,
    sheet: StagedSheet,
    file: SourceFile,
    options: Options,
    by: Person | None,
    at: datetime,
    written: dict[str, Written],
) -> Batch:
    report = sheet.report
    file.save()  # the first of its sheets makes it, the last marks it complete
    months = months_of(sheet.kind, sheet.rows())
    report.restated = _restated(sheet.kind, written[sheet.kind], months, at)
    batch = Batch.objects.create(
        code=code,
        position=int(code[1:]),
        file=file,
        sheet=report.sheet,
        kind=sheet.kind,
        header_row=report.header_row or 1,
        columns=sheet.columns,
        amounts=options.amounts,
        vat=options.vat,
        read=report.read,
        accepted=report.accepted,
        quarantined=report.quarantined,
        ignored=report.ignored,
        reasons=report.reasons,
        warnings=report.warnings,
        unmapped_columns=report.unmapped_columns,
        unmapped_values=report.unmapped_values,
        restated=report.restated,
        accepted_at=at,
        accepted_by=by,
    )
    BatchStore.objects.bulk_create(
        BatchStore(batch=batch, store=store, month=month, rows=rows)
        for store, month, rows in months.iter_rows()
    )
    report.batch = code
    return batch


def _advance(batch: Batch, pins: dict[str, int], at: datetime) -> LakeState:
    codes = list(Batch.objects.active().values_list("code", flat=True))
    return LakeState.objects.create(version=version_of(codes), pins=pins, batch=batch, at=at)


def _remember_identities(identities: pl.DataFrame) -> None:
    """Insert what is new. By hand and in bulk: a large file names a hundred thousand people and plates."""
    table = Identity._meta.db_table  # noqa: SLF001 - the public way to a name
    statement = (
        f'INSERT INTO "{table}" (pseudonym, personal, value) VALUES (%s, %s, %s) '  # noqa: S608 - our own name
        "ON CONFLICT (pseudonym) DO NOTHING"
    )
    rows = [(name, personal, value[:255]) for name, personal, value in identities.iter_rows()]
    with connection.cursor() as cursor:
        for start in range(0, len(rows), IDENTITIES_AT_ONCE):
            cursor.executemany(statement, rows[start : start + IDENTITIES_AT_ONCE])


def _restated(kind: str, written: Written, months: pl.DataFrame, at: datetime) -> list[dict[str, Any]]:
    """Store-months already closed, with facts from before, that this batch changed."""
    closed = timezone.localtime(at).strftime("%Y-%m")
    before, after = _sums(kind, written.before), _sums(kind, written.after)
    known = set(
        BatchStore.objects.filter(
            batch__state=BatchState.ACCEPTED,
            batch__kind=kind,
            store__in=months["store"].unique().to_list(),
            month__lt=closed,
        ).values_list("store", "month")
    )
    changes = []
    for place in sorted(set(before) | set(after)):
        old, new = before.get(place, (0, 0)), after.get(place, (0, 0))
        if old != new and place in known:
            changes.append(
                {
                    "store": place[0],
                    "month": place[1],
                    "rows_before": old[0],
                    "rows_after": new[0],
                    "fen_before": old[1],
                    "fen_after": new[1],
                }
            )
    return changes


def _sums(kind: str, rows: pl.DataFrame) -> dict[tuple[str, str], tuple[int, int]]:
    money = next(
        (c for c in ("net_amount_fen", "net_total_fen", "total_net_fen", "amount_fen") if c in rows.columns),
        None,
    )
    month = pl.col("settled_at").dt.strftime("%Y-%m") if kind == "repair_order" else pl.col("part")
    if "part" not in rows.columns:
        return {}
    summed = rows.group_by(store=pl.col("store").fill_null(""), month=month).agg(
        rows=pl.len(), fen=pl.col(money).sum() if money else pl.lit(0, dtype=pl.Int64)
    )
    return {(store, month): (count, fen) for store, month, count, fen in summed.iter_rows() if month}


# The ledger of refused rows.


def keep_refused(code: str, refused: pl.DataFrame) -> None:
    folder = settings.BIAOGAN_FILES / "refused"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    refused.write_parquet(folder / f"{code}.parquet", compression="zstd")


def refused_rows(code: str) -> pl.DataFrame:
    """line, decision, codes, details and the cells as read, of the rows that did not become facts."""
    return pl.read_parquet(settings.BIAOGAN_FILES / "refused" / f"{code}.parquet")
