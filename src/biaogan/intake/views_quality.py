"""The page that says how far the data can be trusted."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from biaogan.intake import forms, quality_tables
from biaogan.intake.exports import XLSX, attachment, workbook
from biaogan.intake.quality import Quality
from biaogan.intake.quality import quality as read_quality
from biaogan.intake.views import about_export
from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.ui.templatetags.formats import page_language


@require_safe
@needs(Permission.SEE_DATA_QUALITY)
def quality(request: Request) -> HttpResponse:
    found = _quality(request)
    context = {
        "quality": found,
        "form": forms.FilterQuality({"month": found.month}, months=found.months),
        "days": quality_tables.days(found),
        "stores": quality_tables.stores(found),
        "kinds": quality_tables.kinds(found),
        "definitions": definitions(),
        "may_import": request.scope.allows(Permission.IMPORT_FILES),
        "wordings": quality_tables.wordings(found.wordings, page_language()),
    }
    return render(request, "intake/quality.html", context)


@require_safe
@needs(Permission.SEE_DATA_QUALITY)
def export(request: Request) -> HttpResponse:
    found = _quality(request)
    notes = [*about_export(request), (_("Month"), found.month), *definitions()]
    return attachment(workbook(quality_tables.pages(found), notes), f"data-quality-{found.month}.xlsx", XLSX)


def definitions() -> list[tuple[str, object]]:
    """How the figures of the page are meant; shown there and exported with them."""
    return [
        (
            _("Complete"),
            _("Days on which the store opened an order, of all days on which any store of the region did."),
        ),
        (_("Unusual VIN"), _("Not 17 characters, or with the letters I, O or Q.")),
        (_("Without a usable VIN"), _("The VIN is empty or masked by stars.")),
        (
            _("Promised time"),
            _(
                "More than 60 percent of the promises of three months lie at the same distance "
                "from the opening: a default that nobody edits, which says nothing of punctuality."
            ),
        ),
    ]


def _quality(request: Request) -> Quality:
    today = timezone.localdate(timezone.now())
    return read_quality(scope=request.scope, month=request.GET.get("month", ""), today=today)
