"""The history of imports, one batch, its undoing, and the rows it came from."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biaogan.intake import forms, queries, tables, uploads
from biaogan.intake.actions import CannotUndo, undo_batch
from biaogan.intake.exports import XLSX, Page, attachment, note_export, workbook
from biaogan.intake.models import Batch, BatchState, UploadState
from biaogan.intake.naming import field_label, kind_label, reason_sentence
from biaogan.intake.outcome import whys
from biaogan.intake.quarantine import quarantine_workbook
from biaogan.intake.queries import BatchLine
from biaogan.intake.source_row import NoRow, SourceRow, note_reveal, source_row
from biaogan.intake.state import current_version
from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.ui.links import Link

PAGE_LENGTH = 50
WAITING_SHOWN = 10
REFUSED_SHOWN = 100


@require_safe
@needs(Permission.SEE_IMPORTS)
def imports(request: Request) -> HttpResponse:
    form = forms.FilterImports(request.GET, scope=request.scope)
    found = queries.history(scope=request.scope, **form.chosen())
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    export_url = ""
    if request.scope.allows(Permission.EXPORT_FIGURES):
        export_url = f"{reverse('intake:export_imports')}?{urlencode(form.chosen())}"
    table = tables.imports([queries.batch_line(batch) for batch in page], export_url=export_url)
    waiting = uploads.uploads_of(request.scope).filter(state__in=[UploadState.RECEIVED, UploadState.CHECKED])
    context = {
        "form": form,
        "page": page,
        "table": table,
        "waiting": list(waiting[:WAITING_SHOWN]),
        "filtered": bool(form.chosen()),
        "may_import": request.scope.allows(Permission.IMPORT_FILES),
    }
    return render(request, "intake/imports.html", context)


@require_POST
@needs(Permission.SEE_IMPORTS, Permission.EXPORT_FIGURES)
def export_imports(request: Request) -> HttpResponse:
    """The history as it is filtered, in full."""
    form = forms.FilterImports(request.GET, scope=request.scope)
    lines = [queries.batch_line(batch) for batch in queries.history(scope=request.scope, **form.chosen())]
    chosen = [(str(form.fields[name].label), value) for name, value in form.chosen().items()]
    note_export(what="imports", filters=chosen, rows=len(lines), by=request.scope.person)
    filters = "; ".join(f"{label}: {value}" for label, value in chosen)
    notes = [*about_export(request), (_("Filters"), filters or _("none"))]
    return attachment(workbook([_history_page(lines)], notes), "imports.xlsx", XLSX)


def _history_page(lines: list[BatchLine]) -> Page:
    header = [_("Batch"), _("File"), _("Sheet"), _("Kind of data"), _("Accepted at"), _("By")]
    header += [_("Read"), _("Accepted"), _("Quarantined"), _("Ignored"), _("State")]
    rows = [
        [
            line.code,
            line.path,
            line.sheet,
            kind_label(line.kind),
            timezone.localtime(line.accepted_at).replace(tzinfo=None),
            line.accepted_by or _("command line"),
            line.read,
            line.accepted,
            line.quarantined,
            line.ignored,
            tables.state_label(line.state),
        ]
        for line in lines
    ]
    return Page(_("Imports"), header, rows)


def about_export(request: Request) -> list[tuple[str, object]]:
    now = timezone.localtime(timezone.now()).replace(tzinfo=None)
    person = request.scope.person
    return [
        (_("Exported by"), person.display_name if person else ""),
        (_("Exported at"), now),
        (_("State of the facts"), current_version()),
    ]


@require_safe
@needs(Permission.SEE_IMPORTS)
def batch(request: Request, code: str) -> HttpResponse:
    found = _batch(request, code)
    detail = queries.batch_detail(found, scope=request.scope)
    may_undo = request.scope.allows(Permission.UNDO_IMPORT) and detail.whole
    context = {
        "batch": found,
        "kind": kind_label(found.kind),
        "detail": detail,
        "reasons": whys(found.reasons),
        "warnings": whys(found.warnings),
        "columns": [_column(found.kind, column) for column in found.columns],
        "may_mend": _may_mend(request) and detail.whole and found.quarantined,
        "may_undo": may_undo and found.state == BatchState.ACCEPTED,
        "refused": _refused(found) if detail.whole and found.quarantined else [],
        "vat_percent": 100 * found.vat,
        "trail": _trail(found),
        "has_original": found.file.removed_at is None,
    }
    return render(request, "intake/batch.html", context)


def _may_mend(request: Request) -> bool:
    return request.scope.allows(Permission.IMPORT_FILES) and request.scope.allows(Permission.EXPORT_FIGURES)


def _column(kind: str, column: dict[str, Any]) -> dict[str, Any]:
    return {**column, "label": field_label(kind, column["field"]) if column["field"] else ""}


def _refused(found: Batch) -> list[tuple[int, str]]:
    """Lines of the first refused rows with what is wrong in each."""
    rows = queries.refused(found, decision="quarantined", limit=REFUSED_SHOWN)
    return [(row["line"], " ".join(reason_sentence(code) for code in row["codes"])) for row in rows]  # type: ignore[misc,attr-defined]


def _trail(found: Batch, *more: Link) -> list[Link]:
    return [
        Link(_("Imports"), reverse("intake:imports")),
        Link(found.code, reverse("intake:batch", args=[found.code])),
        *more,
    ]


@require_POST
@needs(Permission.IMPORT_FILES, Permission.EXPORT_FIGURES)  # as the store sent them, persons in clear
def quarantine(request: Request, code: str) -> HttpResponse:
    """The refused rows, to be mended and imported again; only for whoever may see all stores in them."""
    found = _whole_batch(request, code)
    what, rows = f"refused rows of {found.code}", found.quarantined
    note_export(what=what, filters=[], rows=rows, by=request.scope.person)
    return attachment(quarantine_workbook(found), f"{found.code}-refused.xlsx", XLSX)


@require_http_methods(["GET", "POST"])
@needs(Permission.UNDO_IMPORT)
def undo(request: Request, code: str) -> HttpResponse:
    found = _whole_batch(request, code)
    if request.method == "GET":
        return render(request, "intake/undo.html", {"batch": found, "trail": _trail(found, Link(_("Undo")))})
    try:
        undo_batch(batch=found, by=request.scope.person, at=timezone.now())
    except CannotUndo as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The batch has been undone; all figures are as they were without it."))
    return redirect("intake:batch", code=code)


@require_safe
@needs(Permission.SEE_ORDERS)
def row(request: Request, code: str, line: int) -> HttpResponse:
    found = _batch(request, code)
    return _show_row(request, found, _source_row(request, found, line, revealed=False))


@require_POST
@needs(Permission.REVEAL_PERSONAL)
def reveal(request: Request, code: str, line: int) -> HttpResponse:
    """The same row with the personal values in clear; that somebody looked is noted."""
    found = _batch(request, code)
    shown = _source_row(request, found, line, revealed=True)
    note_reveal(batch=found, line=line, store=shown.store, by=request.scope.person)
    return _show_row(request, found, shown)


def _show_row(request: Request, found: Batch, shown: SourceRow) -> HttpResponse:
    place = _("Row %(line)d") % {"line": shown.line}
    context = {
        "batch": found,
        "row": shown,
        "kind": kind_label(found.kind),
        "trail": _trail(found, Link(place)),
        "may_reveal": request.scope.allows(Permission.REVEAL_PERSONAL),
    }
    return render(request, "intake/row.html", context)


def _source_row(request: Request, found: Batch, line: int, *, revealed: bool) -> SourceRow:
    whole = queries.is_whole(found, request.scope)
    english = (get_language() or "").startswith("en")
    try:
        return source_row(found, line, scope=request.scope, whole=whole, revealed=revealed, english=english)
    except NoRow:
        raise Http404 from None


def _batch(request: Request, code: str) -> Batch:
    rows = Batch.objects.within(request.scope).select_related("file", "accepted_by", "undone_by")
    return get_object_or_404(rows, code=code)


def _whole_batch(request: Request, code: str) -> Batch:
    found = _batch(request, code)
    if not queries.is_whole(found, request.scope):
        raise Http404
    return found
