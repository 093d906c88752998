"""The page that says how far the data can be trusted."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biaogan.intake import forms, quality_tables
from biaogan.intake.across_files import AcrossFiles, across_files
from biaogan.intake.exports import XLSX, attachment, note_export, workbook
from biaogan.intake.quality import Quality
from biaogan.intake.quality import quality as read_quality
from biaogan.intake.rechecking import ask_to_recheck, earlier_batches
from biaogan.intake.views import about_export
from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.ui.templatetags.formats import page_language


@require_safe
@needs(Permission.SEE_DATA_QUALITY)
def quality(request: Request) -> HttpResponse:
    found = _quality(request)
    may_confirm = request.scope.allows(Permission.CONFIRM_IMPORT)
    context = {
        "quality": found,
        "earlier": earlier_batches(scope=request.scope) if may_confirm else [],
        "export_url": _export_url(request, found),
        "form": forms.FilterQuality({"month": found.month}, months=found.months),
        "days": quality_tables.days(found),
        "stores": quality_tables.stores(found),
        "kinds": quality_tables.kinds(found),
        "across": quality_tables.across(_across(found), _names(found), page_language()),
        "definitions": definitions(),
        "may_import": request.scope.allows(Permission.IMPORT_FILES),
        "wordings": quality_tables.wordings(found.wordings, page_language()),
    }
    return render(request, "intake/quality.html", context)


@require_POST
@needs(Permission.SEE_DATA_QUALITY, Permission.EXPORT_FIGURES)
def export(request: Request) -> HttpResponse:
    found = _quality(request)
    pages, month = quality_tables.pages(found), (_("Month"), found.month)
    pages.append(quality_tables.across_page(_across(found), _names(found)))
    rows = sum(len(page.rows) for page in pages)
    note_export(what="data quality", filters=[month], rows=rows, by=request.scope.person)
    notes = [*about_export(request), month, *definitions()]
    return attachment(workbook(pages, notes), f"data-quality-{found.month}.xlsx", XLSX)


@require_POST
@needs(Permission.SEE_DATA_QUALITY, Permission.CONFIRM_IMPORT)
def recheck(request: Request) -> HttpResponse:
    """Earlier files with what wordings mean by now; in the background."""
    job = ask_to_recheck(scope=request.scope, by=request.scope.person)
    return redirect("jobs:job", pk=job.pk)


def _across(found: Quality) -> list[AcrossFiles]:
    return across_files([store.code for store in found.stores], month=found.month)


def _names(found: Quality) -> dict[str, str]:
    return {store.code: store.name for store in found.stores}


def _export_url(request: Request, found: Quality) -> str:
    if not found.month or not request.scope.allows(Permission.EXPORT_FIGURES):
        return ""
    return f"{reverse('intake:export_quality')}?month={found.month}"


def definitions() -> list[tuple[str, object]]:
    """How the figures of the page are meant; shown there and exported with them."""
    return [
        (
            _("Complete"),
            _("Days on which the store opened an order, of all days on which any store of the region did."),
        ),
        (
            _("Files against each other"),
            _(
                "Settlements of an order beside the sum of its lines, told apart from 1 yuan on; and the "
                "mileage of a vehicle beside that of its visit before, in whichever store, from 50 km on."
            ),
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
