"""Data quality as tables on the page and as sheets of its export."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from biaogan.intake.across_files import AcrossFiles
from biaogan.intake.exports import Page
from biaogan.intake.outcome import Wording
from biaogan.intake.quality import Day, Promise, Quality, StoreQuality
from biaogan.ui.formats import Language, count, iso_day, money, percent
from biaogan.ui.status import Status
from biaogan.ui.table import Cell, Column, Table


def days(found: Quality) -> Table:
    """Stores against the days of the month: orders opened, and a mark where a working day has none."""
    columns = [
        Column(_("Store")),
        Column(_("Complete"), number=True),
        *(Column(str(day.day), number=True) for day in found.days),
    ]
    rows = [[store.name, _complete(store), *(_day(day) for day in store.days)] for store in found.stores]
    return Table(_("Orders opened by store and day"), columns, rows)


def _complete(store: StoreQuality) -> Cell:
    return Cell(str(percent(store.complete, 0)), status="" if store.complete is None else store.completeness)


def _day(day: Day) -> Cell:
    if day.missing:
        return Cell(
            "0",
            status=Status.BAD,
            note=_("%(day)s: a working day without orders") % {"day": iso_day(day.day)},
        )
    return Cell(count(day.orders) if day.orders else None)


def stores(found: Quality) -> Table:
    columns = [
        Column(_("Store")),
        Column(_("Newest order")),
        Column(_("Days ago"), number=True),
        Column(_("Orders of the month"), number=True),
        Column(_("Without a usable VIN"), number=True),
        Column(_("Unusual VIN"), number=True),
        Column(_("Promised time")),
    ]
    return Table(
        _("Freshness and plausibility"), columns, [_store(store) for store in found.stores], cards=True
    )


def _store(store: StoreQuality) -> list[Cell | object]:
    return [
        store.name,
        iso_day(store.until.date()) if store.until else None,
        Cell(store.age_days, status=store.freshness if store.age_days is not None else ""),
        count(store.orders) if store.orders else None,
        str(percent(store.without_vin)),
        str(percent(store.unusual_vin)),
        _promise(store.promise),
    ]


def _promise(promise: Promise) -> Cell:
    if promise.usable is None:
        return Cell(_("too few promises"), status=Status.NONE)
    shown = {"minutes": promise.minutes, "share": percent(promise.share, 0)}
    if promise.usable:
        return Cell(_("edited; commonest +%(minutes)s min for %(share)s") % shown, status=Status.GOOD)
    return Cell(
        _("never edited: +%(minutes)s min for %(share)s; on-time delivery unusable") % shown,
        status=Status.BAD,
    )


def kinds(found: Quality) -> Table:
    columns = [
        Column(_("Kind of data")),
        Column(_("Batches"), number=True),
        Column(_("Rows read"), number=True),
        Column(_("Rows quarantined"), number=True),
        Column(_("Share quarantined"), number=True),
    ]
    rows = [
        [
            Cell(one.label, url=f"{reverse('intake:imports')}?kind={one.kind}"),
            count(one.batches),
            count(one.read),
            count(one.quarantined),
            str(percent(one.share, 2)),
        ]
        for one in found.kinds
    ]
    return Table(_("Quarantined rows by kind of data"), columns, rows)


def across(found: Sequence[AcrossFiles], names: dict[str, str], language: Language) -> Table:
    columns = [
        Column(_("Store")),
        Column(_("Orders with lines and settlement"), number=True),
        Column(_("Of these differing"), number=True),
        Column(_("Settlements less lines"), number=True),
        Column(_("Visits with mileage"), number=True),
        Column(_("Less mileage than before"), number=True),
    ]
    rows = [
        [
            names[one.store],
            count(one.compared) if one.compared else None,
            _odd(one.differing, one.compared),
            str(money(one.gap_fen, language)),
            count(one.followed) if one.followed else None,
            _odd(one.falling, one.followed),
        ]
        for one in found
    ]
    return Table(_("Files against each other"), columns, rows, cards=True)


def _odd(odd: int, of: int) -> Cell:
    return Cell(count(odd) if of else None, status=Status.WATCH if odd else "")


def across_page(found: Sequence[AcrossFiles], names: dict[str, str]) -> Page:
    header = [
        _("Store"),
        _("Orders with lines and settlement"),
        _("Of these differing"),
        _("Settlements less lines in yuan"),
        _("Visits with mileage"),
        _("Less mileage than before"),
    ]
    rows = [
        [
            names[one.store],
            one.compared,
            one.differing,
            None if one.gap_fen is None else one.gap_fen / 100,
            one.followed,
            one.falling,
        ]
        for one in found
    ]
    return Page(_("Files against each other"), header, rows)


def wordings(found: Sequence[Wording], language: Language) -> Table:
    columns = [
        Column(_("Column")),
        Column(_("Wording in the files")),
        Column(_("Rows"), number=True),
        Column(_("Money"), number=True),
        Column(_("Share of money"), number=True),
    ]
    rows = [
        [
            one.field_label,
            one.wording,
            count(one.rows),
            str(money(one.money_fen, language)),
            str(percent(one.share, 2)),
        ]
        for one in found
    ]
    return Table(_("Wordings without a meaning yet"), columns, rows)


# The export: raw values.


def pages(found: Quality) -> list[Page]:
    return [_days_page(found), _stores_page(found), _kinds_page(found), _wordings_page(found)]


def _days_page(found: Quality) -> Page:
    header = [_("Store"), _("Code"), _("Complete in percent"), *(iso_day(day) for day in found.days)]
    rows = [
        [
            store.name,
            store.code,
            store.complete,
            *(day.orders if day.orders or day.missing else None for day in store.days),
        ]
        for store in found.stores
    ]
    return Page(_("Completeness"), header, rows)


def _stores_page(found: Quality) -> Page:
    header = [_("Store"), _("Code"), _("Newest order"), _("Days ago"), _("Orders of the month")]
    header += [_("Without a usable VIN in percent"), _("Unusual VIN in percent")]
    header += [_("Commonest promise in minutes"), _("Its share in percent")]
    rows = [
        [
            store.name,
            store.code,
            _only_day(store),
            store.age_days,
            store.orders,
            store.without_vin,
            store.unusual_vin,
            store.promise.minutes,
            store.promise.share,
        ]
        for store in found.stores
    ]
    return Page(_("Stores"), header, rows)


def _only_day(store: StoreQuality) -> date | None:
    return store.until.date() if store.until else None


def _kinds_page(found: Quality) -> Page:
    header = [
        _("Kind of data"),
        _("Batches"),
        _("Rows read"),
        _("Rows quarantined"),
        _("Share quarantined in percent"),
    ]
    rows = [[one.label, one.batches, one.read, one.quarantined, one.share] for one in found.kinds]
    return Page(_("Quarantined rows"), header, rows)


def _wordings_page(found: Quality) -> Page:
    header = [
        _("Column"),
        _("Wording in the files"),
        _("Rows"),
        _("Money in yuan"),
        _("Share of money in percent"),
    ]
    rows = [
        [one.field_label, one.wording, one.rows, one.money_fen / 100, one.share] for one in found.wordings
    ]
    return Page(_("Wordings"), header, rows)
