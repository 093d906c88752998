"""The page of the visit as PDF, to be signed on paper or kept by the store."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from biaogan.intake.exports import attachment, note_export
from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.quality.inspections.pdf import page_of
from biaogan.quality.inspections.results import result_of
from biaogan.quality.inspections.views.asked import seen
from biaogan.ui.paper import NoFont


@require_POST
@needs(Permission.SEE_QUALITY, Permission.EXPORT_FIGURES)
def paper(request: Request, pk: int) -> HttpResponse:
    found, person, at = seen(request, pk), request.scope.person, timezone.localtime()
    result = result_of(found)
    try:
        content = page_of(result, person=person.display_name, at=at)
    except NoFont as refusal:
        messages.error(request, str(refusal))
        return redirect("quality:inspection", pk=pk)
    title = _("Inspection")
    note_export(what=f"{title} {found.pk} (PDF)", filters=[], rows=len(result.lines), by=person)
    name = f"{title}-{found.store.code}-{found.signed_on or found.planned_on}.pdf"
    return attachment(content, name, "application/pdf")
