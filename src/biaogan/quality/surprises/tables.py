"""Moments, ideas, preferences and effects as tables."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from biaogan.quality.models import Idea, Moment
from biaogan.quality.surprises.effects import LEAST, Effect
from biaogan.ui import formats
from biaogan.ui.table import Cell, Column, Table

REACTION_MARKS = {"delighted": "good", "pleased": "good", "neutral": "none", "unwanted": "bad"}


def moments(rows: Iterable[Moment], *, export_url: str = "") -> Table:
    columns = [
        Column(_("Idea")),
        Column(_("Store")),
        Column(_("Customer")),
        Column(_("Day")),
        Column(_("Cost"), unit=_("yuan"), number=True),
        Column(_("How it was received")),
        Column(_("What the customer said")),
        Column(_("Shared")),
    ]
    lines = [
        [
            Cell(one.idea.title, url=reverse("quality:surprise", args=[one.pk])),
            one.store.name,
            one.customer_shown or _("masked"),
            formats.iso_day(one.happened_on),
            formats.grouped(one.cost_yuan),
            Cell(one.get_reaction_display(), status=REACTION_MARKS[one.reaction]),
            one.said or None,
            _("yes") if hasattr(one, "card") else _("no"),
        ]
        for one in rows
    ]
    return Table(_("Surprise moments"), columns, lines, cards=True, export_url=export_url)


def ideas(rows: Iterable[Idea]) -> Table:
    columns = [
        Column(_("Idea")),
        Column(_("Occasion")),
        Column(_("How")),
        Column(_("Cost"), unit=_("yuan"), number=True),
        Column(_("Used here"), number=True),
        Column(_("Comes from")),
    ]
    lines = [
        [
            Cell(one.title, url=f"{reverse('quality:surprise_new')}?idea={one.pk}"),
            one.get_occasion_display(),
            one.how or None,
            formats.grouped(one.cost_yuan),
            formats.count(one.used),  # type: ignore[attr-defined]
            one.store.name if one.store else _("the starting set"),
        ]
        for one in rows
    ]
    return Table(_("Ideas"), columns, lines, cards=True)


def effects(found: Iterable[Effect]) -> Table:
    language = formats.language_of(get_language())
    columns = [
        Column(_("Within")),
        Column(_("Surprised customers"), number=True),
        Column(_("Like customers"), number=True),
        Column(_("Came back more often by"), number=True),
        Column(_("95 % range"), number=True),
        Column(_("What it says")),
    ]
    rows = []
    for one in found:
        matched = one.matched
        gap = None if matched is None else str(formats.points(100 * matched.difference, language))
        span = matched and " … ".join(str(formats.points(100 * end, language)) for end in matched.interval)
        months = _("%(count)d months") % {"count": one.months}
        rows.append([months, formats.count(one.n), formats.count(one.like_n), gap, span, verdict(one)])
    return Table(_("Do surprised customers come back?"), columns, rows, cards=True)


def verdict(one: Effect) -> str:
    if one.matched is None:
        said = _("Too few: %(n)d customers whose time is over, at least %(least)d are needed.")
        return said % {"n": one.n, "least": LEAST}
    low, high = one.matched.interval
    if low > 0:
        return _("More than like customers, beyond chance.")
    return (
        _("Less than like customers, beyond chance.") if high < 0 else _("Cannot be told apart from chance.")
    )
