"""Mystery shopping as tables."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from biaogan.engine.methods.detection import RATES, Proof, visits_to_detect
from biaogan.engine.methods.intervals import Interval
from biaogan.quality.answering import worded
from biaogan.quality.models import Shop, ShopAnswer, Shopper, ShopScenario, ShopWave
from biaogan.quality.shops.queries import ItemRate
from biaogan.quality.shops.scenarios import step_labels
from biaogan.quality.states.shops import OPEN_TO_STORE
from biaogan.ui.formats import moment
from biaogan.ui.table import Cell, Column, Table

DASH = "—"
FAULTS = (0.05, 0.10, 0.20, 0.30)


def share(low: float, high: float) -> str:
    return f"{100 * low:.0f}–{100 * high:.0f} %"


def between(interval: Interval | None) -> str:
    return share(interval.low, interval.high) if interval else DASH


def waves(found: Sequence[ShopWave]) -> Table:
    columns = [
        Column(_("Quarter")),
        Column(_("Region")),
        Column(_("Shops per store"), number=True),
        Column(_("Visits from, to")),
        Column(_("Release from")),
        Column(_("Planned"), number=True),
        Column(_("Visited"), number=True),
        Column(_("Scored"), number=True),
        Column(_("Released"), number=True),
    ]
    rows = [
        [
            Cell(one.quarter, url=reverse("quality:shop_wave", args=[one.pk])),
            one.region.name,
            one.per_store,
            f"{one.starts} – {one.ends}",
            one.release_on,
            *(getattr(one, name) for name in ("planned", "visited", "scored", "released")),
        ]
        for one in found
    ]
    return Table(_("Waves"), columns, rows, cards=True)


def shops(found: Sequence[Shop], *, plans: bool, export_url: str = "") -> Table:
    """Without a rank: two visits do not order stores. Only those who plan see the shopper."""
    columns = [Column(_("Shop")), Column(_("Store")), Column(_("Scenario"))]
    columns += [Column(_("Shopper")), Column(_("Planned day"))] if plans else []
    columns += [
        Column(_("Part of the week")),
        Column(_("Visited at")),
        Column(_("State")),
        Column(_("Items passed"), number=True),
        Column(_("Items seen"), number=True),
    ]
    return Table(
        _("Mystery shops"),
        columns,
        [_shop(one, plans=plans) for one in found],
        export_url=export_url,
        cards=True,
    )


def _shop(shop: Shop, *, plans: bool) -> list[Cell | object]:
    seen = [one.passes for one in shop.answers.all() if one.passes is not None]
    return [
        Cell(f"{shop.wave.quarter}-{shop.place}", url=reverse("quality:shop", args=[shop.pk])),
        shop.store.name,
        shop.scenario.title,
        *([shop.shopper.code_name, shop.planned_on] if plans else []),
        shop.get_part_display(),
        moment(localtime(shop.came_at)) if shop.came_at else DASH,
        shop.get_state_display(),
        sum(seen) if seen else None,
        len(seen) if seen else None,
    ]


def items(found: Sequence[ItemRate], *, caption: str, export_url: str = "") -> Table:
    columns = [
        Column(_("Check item")),
        Column(_("Service step")),
        Column(_("Level")),
        Column(_("Passed"), number=True),
        Column(_("Visits"), number=True),
        Column(_("Pass rate"), unit="%", number=True),
        Column(_("Range (95 of 100)")),
    ]
    rows = [
        [
            one.version.text,
            one.version.item.get_step_display(),
            one.version.item.get_level_display(),
            one.passed,
            one.visits,
            f"{100 * one.passed / one.visits:.0f}",
            between(one.interval),
        ]
        for one in found
    ]
    return Table(caption, columns, rows, export_url=export_url, cards=True)


def proofs(found: Sequence[Proof], chosen: int) -> Table:
    columns = [
        Column(_("Visits"), number=True),
        Column(_("If half of them pass, the true share lies between")),
    ]
    columns += [
        Column(
            _("Chance to see a fault of %(rate)d %% of visits") % {"rate": 100 * rate}, unit="%", number=True
        )
        for rate in RATES
    ]
    rows = [
        [
            Cell(one.visits, status="info" if one.visits == chosen else ""),
            _("%(range)s (%(passes)d of %(visits)d)")
            % {"range": between(one.half), "passes": one.passes, "visits": one.visits},
            *(f"{100 * chance:.0f}" for chance in one.chances),
        ]
        for one in found
    ]
    return Table(_("What so many visits can show"), columns, rows, cards=True)


def needed() -> Table:
    columns = [
        Column(_("A fault in so many of 100 visits"), unit="%", number=True),
        Column(_("Visits for a chance of 95 % to see it"), number=True),
    ]
    rows = [[f"{100 * rate:.0f}", visits_to_detect(rate)] for rate in FAULTS]
    return Table(_("How many visits it takes"), columns, rows)


def answers(shop: Shop, found: Sequence[ShopAnswer]) -> Table:
    """The score as given stays visible beside the one decided."""
    decided = shop.state in OPEN_TO_STORE and any(one.appealed for one in found)
    columns = [Column(_("Check item")), Column(_("Level")), Column(_("Score"))]
    columns += [Column(_("After the appeal"))] if decided else []
    columns += [Column(_("Remark"))]
    rows = []
    for one in found:
        row: list[Cell | object] = [
            one.version.text, one.version.item.get_level_display(), _scored(one, one.points)
        ]  # fmt: skip
        if decided:
            row.append(_after(one))
        rows.append([*row, one.note or DASH])
    return Table(_("Scores"), columns, rows, cards=True)


def _scored(answer: ShopAnswer, points: int | None) -> Cell:
    if points is None:
        return Cell(_("not seen"), status="none")
    status = "good" if points >= answer.version.pass_points else "bad"
    return Cell(worded(answer.version, points), status=status)


def _after(answer: ShopAnswer) -> Cell | str:
    if answer.decided_points is not None:
        return _scored(answer, answer.decided_points)
    return _("contested") if answer.appealed else DASH


def shoppers(found: Sequence[Shopper]) -> Table:
    columns = [
        Column(_("Code name")), Column(_("Region")), Column(_("Visits made"), number=True), Column(_("State"))
    ]  # fmt: skip
    rows = [
        [
            one.code_name,
            one.region.name,
            getattr(one, "made", 0),
            _("Active") if one.is_active else _("Rests"),
        ]
        for one in found
    ]
    return Table(_("Shoppers"), columns, rows, cards=True)


def scenarios(found: Sequence[ShopScenario]) -> Table:
    columns = [
        Column(_("Scenario")), Column(_("Persona")), Column(_("What the shopper does and looks at")),
        Column(_("Service steps")),
    ]  # fmt: skip
    rows = [[one.title, one.persona, one.text, ", ".join(step_labels(one))] for one in found]
    return Table(_("Scenarios"), columns, rows, cards=True)
