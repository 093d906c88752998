"""Pages of the reports: the list, asking for one, reading and editing, handing it out, sending it up."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biaogan.intake.exports import XLSX, attachment, note_export
from biaogan.jobs.actions import enqueue
from biaogan.jobs.models import Job
from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.org.policies import NotAllowed
from biaogan.reports import actions, forms, tables
from biaogan.reports.changes import changes, version_before
from biaogan.reports.jobs import WRITE
from biaogan.reports.models import Kind, Report
from biaogan.reports.rendering import paper, slides, word, workbook
from biaogan.ui.paper import NoFont

PAGE_ROWS = 50
FORMS = {
    "pdf": (paper.pdf, "application/pdf"),
    "png": (paper.picture, "image/png"),
    "docx": (word.docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pptx": (slides.pptx, "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "xlsx": (workbook.xlsx, XLSX),
}


@require_http_methods(["GET", "POST"])
@needs(Permission.WRITE_REPORTS)
def reports(request: Request) -> HttpResponse:
    """All reports of one's regions; a form asks for another, which a job writes."""
    person = request.scope.person
    form = forms.WriteReport(request.POST or None, scope=request.scope, initial={"day": timezone.localdate()})
    if form.is_valid():
        asked = form.cleaned_data
        payload = {
            "kind": asked["kind"], "region": asked["region"].pk, "day": asked["day"].isoformat(),
            "person": person.pk, "language": get_language(),
        }  # fmt: skip
        enqueue(kind=WRITE, by=person, payload=payload)
        messages.success(request, _("The draft is being written."))
        return redirect("reports:reports")
    rows = Report.objects.within(request.scope).select_related("region", "made_by").defer("draft", "edits")
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    running = [job for job in Job.objects.filter(kind=WRITE, created_by=person)[:3] if not job.is_finished]
    shown = {"form": form, "page": page, "table": tables.reports(page), "running": running}
    return render(request, "reports/reports.html", shown)


@require_safe
@needs(Permission.WRITE_REPORTS)
def report(request: Request, pk: int) -> HttpResponse:
    """As it stands, with the way to what each sentence says."""
    found = _report(request, pk)
    before = version_before(found) if found.kind == Kind.HANDBOOK else None
    shown = {
        "report": found, "document": found.document, "forms": list(FORMS), "changed": set(found.edits),
        "receipts": found.receipts.select_related("person"), "before": before,
        "changes": changes(before.document, found.document) if before else (),
    }  # fmt: skip
    return render(request, "reports/report.html", shown)


@require_http_methods(["GET", "POST"])
@needs(Permission.WRITE_REPORTS)
def edit(request: Request, pk: int) -> HttpResponse:
    """Sentence by sentence, the system's words beside the manager's."""
    found = _report(request, pk)
    if request.method == "GET":
        return _editing(request, found, found.edits)
    revision = request.POST.get("revision", "")
    edits = {one.key: request.POST.get(one.key, one.text) for one in found.written.sentences}
    if not revision.isdecimal():
        raise Http404
    try:
        actions.edit_report(report=found, edits=edits, revision=int(revision), by=request.scope.person)
    except actions.EditedMeanwhile as refusal:
        response = _editing(request, refusal.report, edits, others=refusal.report.edits)
        response.status_code = 409
        return response
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:report", pk=pk)
    messages.success(request, _("Your words are kept; the system's stay beside them."))
    return redirect("reports:report", pk=pk)


def _editing(
    request: Request, found: Report, edits: dict[str, str], others: dict[str, str] | None = None
) -> HttpResponse:
    lines = [
        {
            "key": one.key, "head": one.head, "written": one.text, "now": edits.get(one.key, one.text),
            "other": (others or {}).get(one.key, one.text) if others is not None else None,
        }
        for one in found.written.sentences
    ]  # fmt: skip
    shown = {"report": found, "lines": lines, "conflict": others is not None}
    return render(request, "reports/edit.html", shown)


@require_POST
@needs(Permission.WRITE_REPORTS)
def send(request: Request, pk: int) -> HttpResponse:
    try:
        actions.send_report(report=_report(request, pk), by=request.scope.person, at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The report counts as sent and stays as it is."))
    return redirect("reports:report", pk=pk)


@require_POST
@needs(Permission.WRITE_REPORTS)
def confirm(request: Request, pk: int) -> HttpResponse:
    """A person says that they have read this version."""
    try:
        actions.confirm_reading(report=_report(request, pk), by=request.scope.person, at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is noted that you have read this version."))
    return redirect("reports:report", pk=pk)


@require_POST
@needs(Permission.WRITE_REPORTS, Permission.EXPORT_FIGURES)
def hand_out(request: Request, pk: int, form: str) -> HttpResponse:
    """One of the five forms, in the language the report was written in."""
    if form not in FORMS:
        raise Http404
    found, (made, kind) = _report(request, pk), FORMS[form]
    person, at, document = request.scope.person, timezone.localtime(), found.document
    try:
        with translation.override(found.language):
            content = made(document, person=person.display_name, at=at)
    except NoFont as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:report", pk=pk)
    note_export(
        what=f"{document.title} {found.period}",
        filters=[("form", form)],
        rows=len(document.sentences),
        by=person,
    )
    return attachment(content, f"{document.title}-{document.place}-{found.period}.{form}", kind)


def _report(request: Request, pk: int) -> Report:
    rows = Report.objects.within(request.scope).select_related("region", "made_by", "sent_by")
    return get_object_or_404(rows, pk=pk)
