"""What the pages of this room share: where one stands, how fresh the figures are, what one may see."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from biaogan.intake.exports import XLSX, attachment, note_export
from biaogan.intake.state import current_version
from biaogan.org.access import Request
from biaogan.org.permissions import Permission
from biaogan.targets.asked import Asked
from biaogan.targets.exports import Pairs, table_workbook
from biaogan.targets.metric_tables import Given
from biaogan.targets.numbers import freshness
from biaogan.ui.charts import Chart
from biaogan.ui.freshness import Freshness
from biaogan.ui.links import Link
from biaogan.ui.table import Column, Table

IN_A_FILE = Given(may_see_rows=False, drawn=False)


def given(request: Request) -> Given:
    return Given(may_see_rows=request.scope.allows(Permission.SEE_ORDERS))


def export_url(request: Request, view: str, *arguments: str) -> str:
    """Where the tables of the page are handed out as seen; empty for whoever may not export."""
    if not request.scope.allows(Permission.EXPORT_FIGURES):
        return ""
    query = request.GET.urlencode()
    return reverse(f"targets:{view}", args=arguments) + (f"?{query}" if query else "")


def may_see_names(request: Request) -> bool:
    return request.scope.allows(Permission.REVEAL_PERSONAL)


def workbook(
    request: Request, about: Asked, tables: Sequence[Table | None], *, title: str, definitions: Pairs = ()
) -> HttpResponse:
    """The tables of a page, as seen; that they were taken is noted."""
    shown = [table for table in tables if table]
    rows = sum(len(table.rows) for table in shown)
    note_export(what=title, filters=filters(about), rows=rows, by=request.scope.person)
    content = table_workbook(
        shown,
        title=title,
        filters=filters(about),
        definitions=definitions,
        person=request.scope.person.display_name,
        at=timezone.localtime(),
        version=current_version(),
    )
    return attachment(content, f"{title}-{about.month}.xlsx", XLSX)


def filters(about: Asked) -> list[tuple[str, object]]:
    place = about.store.name if about.store else _("Region")
    return [(_("Month"), about.month), (_("Region or store"), place)]


def of_chart(chart: Chart) -> Table:
    """The rows under a chart, for a file."""
    columns = [Column(head or _("Month"), number=place > 0) for place, head in enumerate(chart.header)]
    return Table(chart.title, columns, chart.rows)


def told(about: Asked) -> dict[str, object]:
    """The freshness line, and the version of the facts for the foot of a printed page."""
    fresh = freshness(about.codes)
    names = {store.code: store.name for store in about.stores}
    shown = Freshness(
        until=fresh.until,
        reported=len(fresh.reported),
        expected=len(about.stores),
        late=[names[code] for code in fresh.missing],
    )
    return {"freshness": shown, "version": fresh.version}


def metric_trail(slug: str, name: str, about: Asked, here: str) -> list[Link]:
    """The way to a page about one metric."""
    month = f"?month={about.month}" if about.month else ""
    return [
        Link(_("Metrics"), reverse("targets:metrics")),
        Link(name, reverse("targets:metric", args=[slug]) + month),
        Link(here),
    ]


def place_links(request: Request, about: Asked) -> list[Link]:
    """The region and its stores; one store alone needs no choice."""
    if len(about.stores) < 2:
        return []
    query = request.GET.copy()
    query.pop("store", None)
    links = [Link(_("Region"), f"?{query.urlencode()}", current=about.store is None)]
    for store in about.stores:
        query["store"] = store.code
        links.append(Link(store.name, f"?{query.urlencode()}", current=store == about.store))
    return links
