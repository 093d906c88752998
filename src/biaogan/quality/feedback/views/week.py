"""The week by theme, one theme over weeks, and the week as a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biaogan.org.access import Request, needs
from biaogan.org.models import Store
from biaogan.org.permissions import Permission
from biaogan.quality.feedback import charts, forms, queries, tables
from biaogan.quality.feedback.themes import every_theme
from biaogan.quality.handing_out import export_url, handed_out
from biaogan.ui.links import Link

PAGE_ROWS = 50


@dataclass(frozen=True)
class Asked:
    """Which week and which stores the address asks for; what cannot be read is left out."""

    form: forms.WeekFilter
    week: date
    stores: list[Store]
    store: str


def asked(request: Request) -> Asked:
    scope, today = request.scope, timezone.localdate()
    newest = queries.newest_week(scope=scope, today=today)
    form = forms.WeekFilter(request.GET or {"week": newest.isoformat()}, scope=scope)
    form.is_valid()
    given = form.cleaned_data
    week = queries.monday(given["week"]) if given.get("week") else newest
    store = given.get("store", "")
    stores = Store.objects.within(scope).active().order_by("code")
    return Asked(form, week, list(stores.filter(code=store) if store else stores), store)


@require_safe
@needs(Permission.READ_FEEDBACK)
def feedback(request: Request) -> HttpResponse:
    about = asked(request)
    found = queries.weekly(scope=request.scope, stores=about.stores, week=about.week)
    shown = {
        "form": about.form,
        "found": found,
        "table": tables.weekly(found, store=about.store, export_url=export_url(request, "export_feedback")),
        "new": tables.new(found, store=about.store),
        "weeks": _week_links(about),
        "learning": queries.learning(),
        "may_confirm": request.scope.allows(Permission.CONFIRM_THEMES),
    }
    return render(request, "quality/feedback/week.html", shown)


def _week_links(about: Asked) -> list[Link]:
    place = {"store": about.store} if about.store else {}
    weeks = [about.week - queries.WEEK, about.week, about.week + queries.WEEK]
    names = [_("Week before"), _("This week shown"), _("Week after")]
    return [
        Link(name, f"?{urlencode({'week': week.isoformat(), **place})}", current=week == about.week)
        for name, week in zip(names, weeks, strict=True)
    ]


@require_POST
@needs(Permission.READ_FEEDBACK, Permission.EXPORT_FIGURES)
def export_feedback(request: Request) -> HttpResponse:
    about = asked(request)
    found = queries.weekly(scope=request.scope, stores=about.stores, week=about.week)
    filters = [(_("Week"), f"{found.week} – {found.until}"), (_("Store"), about.store or _("all stores"))]
    rate = (_("Per 100 visits"), _("Texts of the theme ÷ visits settled in the week × 100; limits: Poisson"))
    both = [tables.weekly(found), tables.new(found)]
    return handed_out(request, both, title=_("Feedback of the week"), filters=filters, definitions=[rate])


@require_safe
@needs(Permission.READ_FEEDBACK)
def theme(request: Request, code: str) -> HttpResponse:
    """A theme over half a year, and the texts of the week."""
    one = every_theme().get(code)
    if one is None:
        raise Http404
    about = asked(request)
    found = queries.theme_weeks(scope=request.scope, stores=about.stores, theme=one, week=about.week)
    until = about.week + queries.WEEK - (queries.WEEK / 7)
    rows = queries.texts(
        scope=request.scope, theme=code, store=about.store, since=about.week, until=until
    )  # fmt: skip
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    shown = {
        "its_theme": one,
        "form": about.form,
        "week": about.week,
        "until": until,
        "chart": charts.weeks_chart(found),
        "sop": queries.instruction_of(one),
        "page": page,
        "table": tables.texts(page, every_theme()),
        "all": urlencode({"theme": code, **({"store": about.store} if about.store else {})}),
        "may_confirm": request.scope.allows(Permission.CONFIRM_THEMES),
    }
    return render(request, "quality/feedback/theme.html", shown)
