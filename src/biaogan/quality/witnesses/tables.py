"""The overview and the witnesses as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from biaogan.engine.methods.ladder import Ladder
from biaogan.org.models import Store
from biaogan.quality.levels import Level
from biaogan.quality.standards.items.queries import current
from biaogan.quality.witnesses.overview import AtStore, Overview
from biaogan.quality.witnesses.queries import Against, Gap, Rate, Row
from biaogan.quality.witnesses.seen import Witness
from biaogan.quality.witnesses.standings import About, Standing
from biaogan.ui import formats
from biaogan.ui.table import Cell, Column, Table


def score(value: float | None) -> str:
    return "—" if value is None else formats.grouped(value)


def shape(ladder: Ladder) -> str:
    """“Strong surprise, weak basics”, where it is so."""
    if ladder.top_heavy is None:
        return ""
    return _("Strong %(level)s, weak basics") % {"level": str(Level(ladder.top_heavy).label).lower()}


def stores(found: Overview, *, export_url: str = "") -> Table:
    told = found.told
    columns = [
        Column(_("Store")),
        Column(_("Counted score"), unit="%", number=True),
        *(Column(str(level.label), unit="%", number=True) for level in Level),
        Column(_("Basic breaches open"), number=True),
        Column(_("Findings open"), number=True),
        *(Column(str(About(one).label), number=one != About.INSPECTION) for one in told),
        Column(_("What stands out")),
    ]
    rows = [_store(one, told) for one in found.stores]
    return Table(_("Stores"), columns, rows, export_url=export_url, cards=True)


def _store(one: AtStore, told: Sequence[str]) -> list[object]:
    findings = _findings_url(one.store)
    return [
        Cell(one.store.name, url=reverse("quality:witnesses") + f"?store={one.store.code}"),
        score(one.ladder.counted),
        *(score(rung.score) for rung in one.ladder.rungs),
        Cell(one.breaches, url=findings and f"{findings}&level=1", status="bad" if one.breaches else ""),
        Cell(one.findings, url=findings),
        *(_standing(one.standings.get(about)) for about in told),
        Cell(shape(one.ladder), status="watch") if one.ladder.top_heavy else "—",
    ]


def _standing(one: Standing | None) -> Cell | str:
    if one is None:
        return "—"
    if one.number is not None:
        return Cell(one.number, url=one.url, status="bad" if one.number else "")
    return Cell(one.day.isoformat() if one.day else "—", url=one.url)


def _findings_url(store: Store) -> str:
    """The list of findings, where this room has one."""
    try:
        return reverse("quality:findings") + f"?store={store.code}"
    except NoReverseMatch:
        return ""


def present(seen: Iterable[str]) -> list[Witness]:
    """The five, and the video check where it saw anything."""
    video = Witness.VIDEO in set(seen)
    return [witness for witness in Witness if video or witness is not Witness.VIDEO]


def items(rows: Sequence[Row], *, export_url: str = "") -> Table:
    shown = present(witness for row in rows for witness in row.rates)
    columns = [
        Column(_("Check item")),
        Column(_("Level")),
        *(Column(str(witness.label), unit="%") for witness in shown),
        Column(_("Gap")),
    ]
    lines = [
        [
            Cell(current(row.item).text, url=reverse("quality:item", args=[row.item.code])),
            row.item.get_level_display(),
            *(rate_text(row.rates.get(witness)) for witness in shown),
            gap_text(row.gap),
        ]
        for row in rows
    ]
    return Table(
        _("The same item, seen by five witnesses"), columns, lines, export_url=export_url, cards=True
    )


def rate_text(rate: Rate | None) -> Cell | str:
    """The share that passed, its interval, and the number of looks."""
    if rate is None:
        return "—"
    words = {
        "share": formats.grouped(100 * rate.share),
        "low": formats.grouped(100 * rate.interval.low),
        "high": formats.grouped(100 * rate.interval.high),
        "n": rate.total,
    }
    return Cell(_("%(share)s (%(low)s–%(high)s), n %(n)d") % words)


def gap_text(gap: Gap | None) -> Cell | str:
    if gap is None:
        return "—"
    if not gap.apart:
        return _("cannot be told apart")
    words = {
        "high": Witness(gap.high).label,
        "low": Witness(gap.low).label,
        "points": points(gap.points).lstrip("+"),
    }
    return Cell(_("%(high)s above %(low)s by %(points)s") % words, status="bad")


def points(value: float) -> str:
    return str(formats.points(value, formats.language_of(get_language()), 0))


def against(found: Sequence[Against], shown: Sequence[Store], *, export_url: str = "") -> Table:
    """Store by witness: how much better the announced inspection makes the store look."""
    by = {(one.store.pk, one.witness): one for one in found}
    others = present(one.witness for one in found)[1:]
    columns = [Column(_("Store")), *(Column(str(witness.label)) for witness in others)]
    rows = [
        [
            Cell(store.name, url=f"?store={store.code}"),
            *(_against(by.get((store.pk, witness))) for witness in others),
        ]
        for store in shown
    ]
    caption = _("Announced inspection against the other witnesses")
    return Table(caption, columns, rows, export_url=export_url, cards=True)


def _against(one: Against | None) -> Cell | str:
    if one is None:
        return "—"
    words = {"points": points(one.points), "items": one.items}
    if not one.apart:
        return Cell(_("cannot be told apart (%(items)d items)") % words, note=points(one.points))
    return Cell(_("%(points)s (%(items)d items)") % words, status="bad" if one.points > 0 else "watch")
