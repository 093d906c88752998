"""The scorecard as tables: stores by perspective, one place figure by figure, versions of the weights."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from biaogan.engine.methods.scorecard import Part, standing_of
from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.engine.metrics.metric import Perspective
from biaogan.targets.metric_tables import place_url, rows_url
from biaogan.targets.scorecard.composed import Composed, Entry, differences
from biaogan.targets.scorecard.queries import Basis, PlaceCard, RegionCard, Scored
from biaogan.targets.scorecard.sentences import STATUS, perspective, place_name, score
from biaogan.targets.words import page_language
from biaogan.targets.written import said, written
from biaogan.ui import formats
from biaogan.ui.status import Status
from biaogan.ui.table import Cell, Column, Table


def perspectives(found: RegionCard) -> list[str]:
    """Those with weight, in the house's order."""
    weighed = {part.perspective for part in found.region.card.parts if part.weight}
    return [one.value for one in Perspective if one.value in weighed]


def stores(found: RegionCard, *, export_url: str) -> Table:
    """Stores by rank, each perspective beside the total."""
    shown = perspectives(found)
    weights = {part.perspective: part.weight for part in found.region.card.parts}
    columns = [
        Column(_("Rank"), number=True),
        Column(_("Store")),
        Column(_("Total"), number=True),
        *(Column(f"{perspective(name)} {weights[name]:g}", number=True) for name in shown),
        Column(_("Apart"), number=True),
        Column(_("Rank holds under"), number=True),
    ]
    month = found.asked.month
    rows = [_store_row(one, shown, month) for one in found.stores]
    totals = ["", _("Region"), *_scores(found.region, shown, ""), ""]
    return Table(_("Stores"), columns, rows, totals=totals if len(rows) > 1 else (), export_url=export_url)


def _store_row(one: PlaceCard, shown: list[str], month: str) -> list[Cell | object]:
    code = one.store.code if one.store else ""
    url = f"{reverse('targets:store_scorecard', args=[code])}?{urlencode({'month': month})}"
    rank = str(one.steady.rank) if one.steady else "—"
    kept = f"{one.steady.kept:.0%}" if one.steady else "—"
    return [rank, Cell(place_name(one), url), *_scores(one, shown, url), kept]


def _scores(one: PlaceCard, shown: list[str], url: str) -> list[Cell | object]:
    """Total, perspectives, distance between best and weakest."""
    card = one.card
    parts = {part.perspective: part for part in card.parts}
    status = STATUS[card.standing].value if card.standing else ""
    return [
        Cell(score(card.total), url, status),
        *(_part(parts[name]) for name in shown),
        score(card.imbalance),
    ]


def _part(part: Part) -> Cell:
    if part.score is None:
        return Cell(score(None), note=_("Without data, target, or enough cases"))
    return Cell(score(part.score))


def place(one: PlaceCard, name: str, *, month: str, may_see_rows: bool) -> Table:
    """The figures of one perspective at one place."""
    columns = [
        Column(_("Metric")),
        Column(_("Value"), number=True),
        Column(_("Target"), number=True),
        Column(_("Against")),
        Column(_("Score"), number=True),
        Column(_("Weight"), unit="%", number=True),
        Column(_("Used"), unit="%", number=True),
        Column(_("Red line"), number=True),
    ]
    own = [scored for scored in one.scored if scored.entry.metric.perspective.value == name]
    code = one.store.code if one.store else ""
    rows = [_figure_row(scored, one, code, month, may_see_rows=may_see_rows) for scored in own]
    return Table(perspective(name), columns, rows)


def _figure_row(
    scored: Scored, one: PlaceCard, code: str, month: str, *, may_see_rows: bool
) -> list[Cell | object]:
    metric, entry = scored.entry.metric, scored.entry
    behind = (
        rows_url(metric, month, code) if code and may_see_rows and scored.reading.value is not None else ""
    )
    used = one.card.used.get(entry.slug)
    return [
        Cell(said(metric.name), place_url(metric, month, code)),
        Cell(written(metric, scored.reading.value), behind),
        written(metric, scored.aim),
        _basis(scored),
        Cell(score(scored.score), status=_status(scored)),
        f"{entry.weight.normalize():f}",
        "—" if used is None else f"{used:.1f}",
        Cell(_limit(entry), status=Status.BAD.value if scored.breached else ""),
    ]


def _status(scored: Scored) -> str:
    return "" if scored.score is None else STATUS[standing_of(scored.score)].value


def _basis(scored: Scored) -> str:
    if scored.reading.value is None:
        return _("no data")
    if scored.too_few:
        return _("too few cases")
    words = {
        Basis.TARGET: _("target"),
        Basis.STANDARD: _("standard of the card"),
        Basis.NOTHING: _("no target"),
    }
    return words[scored.basis]


def _limit(entry: Entry) -> str:
    return "" if entry.red_line is None else written(entry.metric, entry.red_line)


def history(found: list[Composed], shipped: Composed) -> Table:
    """Every version with what it changed."""
    columns = [
        Column(_("Counts from")),
        Column(_("Set")),
        Column(_("Set by")),
        Column(_("Reason")),
        Column(_("Changes")),
    ]
    rows = []
    for at, one in enumerate(found):
        before = found[at + 1] if at + 1 < len(found) else shipped
        rows.append([
            formats.month(one.month, page_language()),
            timezone.localtime(one.set_at).strftime("%Y-%m-%d %H:%M") if one.set_at else "—",
            one.set_by or "—",
            one.note,
            "; ".join(_change(*change) for change in differences(one, before)),
        ])  # fmt: skip
    return Table(_("Versions of the scorecard"), columns, rows, cards=True)


def _change(slug: str, before: Entry | None, after: Entry | None) -> str:
    name = said(CATALOGUE[slug].name) if slug in CATALOGUE else slug
    parts = []
    for word, field in ((_("weight"), "weight"), (_("standard"), "standard"), (_("red line"), "red_line")):
        old, new = (_plain(getattr(one, field)) if one else "—" for one in (before, after))
        if old != new:
            parts.append(f"{word} {old} → {new}")
    return f"{name}: {_(', ').join(parts)}"


def _plain(value: Decimal | None) -> str:
    return "—" if value is None else f"{value.normalize():f}"
