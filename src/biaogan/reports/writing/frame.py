"""What every report has around its pages: place, period, state of the facts, and the definitions used."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from biaogan.engine.metrics.metric import Metric
from biaogan.reports.document import Document, Page
from biaogan.reports.writing import parts
from biaogan.reports.writing.situation import Situation
from biaogan.targets.numbers import freshness
from biaogan.targets.written import said
from biaogan.ui import formats


def framed(found: Situation, title: str, pages: Sequence[Page]) -> Document:
    until = freshness(found.about.codes).until if found.about.stores else None
    metrics = [card.metric for card in found.cockpit.cards] if found.cockpit else []
    return Document(
        title=title,
        place=found.place,
        period=said_period(found),
        until=formats.day(until, parts.page_language()) if until else _("no data yet"),
        version=found.version,
        pages=pages,
        definitions=[(said(metric.name), formula(metric)) for metric in metrics],
    )


def said_period(found: Situation) -> str:
    first, last = found.span.period.first, found.span.period.last
    return f"{found.span.period.name}（{first:%m-%d} – {last:%m-%d}）"


def formula(metric: Metric) -> str:
    return said(metric.formula)
