"""Pages of survey integrity: the signs of a month, and the rows behind one."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biaogan.org.access import Request, needs
from biaogan.org.models import Store
from biaogan.org.permissions import Permission
from biaogan.quality.handing_out import export_url, handed_out
from biaogan.quality.integrity import forms, queries, sentences, tables
from biaogan.quality.integrity.signs import Sign
from biaogan.targets.numbers import months_with_data, newest_complete
from biaogan.ui.links import Link


@dataclass(frozen=True)
class Asked:
    """The month, the stores the person may see, and all stores of their regions, to compare with."""

    form: forms.MonthFilter
    month: str
    shown: dict[str, str]
    compared: tuple[str, ...]


def asked(request: Request) -> Asked:
    own = Store.objects.within(request.scope).active()
    compared = Store.objects.active().filter(region__in=own.values("region"))
    codes = tuple(compared.order_by("code").values_list("code", flat=True))
    months = months_with_data(codes)
    newest = newest_complete(months, timezone.localdate()) if months else ""
    form = forms.MonthFilter(request.GET or {"month": newest}, scope=request.scope, months=months)
    form.is_valid()
    store = form.cleaned_data.get("store", "")
    shown = own.filter(code=store) if store else own
    return Asked(
        form, form.cleaned_data.get("month") or newest, dict(shown.values_list("code", "name")), codes
    )


@require_safe
@needs(Permission.READ_FEEDBACK)
def integrity(request: Request) -> HttpResponse:
    about = asked(request)
    found = _found(about)
    raised = [one for one in found.raised if one.store in about.shown]
    shown = {
        "form": about.form,
        "month": about.month,
        "raised": len(raised),
        "counted": any(one.store in about.shown for one in found.seen),
        "overview": tables.overview(found, about.shown),
        "every": tables.signs(found, about.shown, every=True) if len(about.shown) == 1 else None,
        "stores": [about.shown[code] for code in dict.fromkeys(one.store for one in raised)],
        "table": tables.signs(found, about.shown, export_url=export_url(request, "export_integrity")),
    }
    return render(request, "quality/integrity/integrity.html", shown)


def _found(about: Asked) -> queries.Integrity:
    """Each region by itself is one comparison; a person of several regions compares over all of them."""
    if not about.month:
        return queries.Integrity("", (), ())
    return queries.integrity(month=about.month, stores=about.compared)


@require_POST
@needs(Permission.READ_FEEDBACK, Permission.EXPORT_FIGURES)
def export_integrity(request: Request) -> HttpResponse:
    about = asked(request)
    sources = [(tables.said(sentences.NAMES[sign]), tables.said(sentences.SOURCES[sign])) for sign in Sign]
    table = tables.signs(_found(about), about.shown, every=True)
    filters = [(_("Month"), about.month)]
    return handed_out(request, [table], title=_("Survey integrity"), filters=filters, definitions=sources)


@require_safe
@needs(Permission.READ_FEEDBACK, Permission.SEE_ORDERS)
def rows(request: Request, sign: str, store: str) -> HttpResponse:
    found = get_object_or_404(Store.objects.within(request.scope), code=store)
    about = asked(request)
    if sign not in list(Sign):
        raise Http404
    frame = queries.rows_behind(
        sign=Sign(sign), store=found.code, month=about.month, stores=about.compared
    ) if about.month else queries.no_rows()  # fmt: skip
    name = tables.said(sentences.NAMES[Sign(sign)])
    shown = {
        "name": name,
        "source": tables.said(sentences.SOURCES[Sign(sign)]),
        "store": found,
        "month": about.month,
        "table": tables.rows(frame, found.code),
        "trail": [Link(_("Survey integrity"), f"/quality/integrity?month={about.month}"), Link(name)],
    }
    return render(request, "quality/integrity/rows.html", shown)
