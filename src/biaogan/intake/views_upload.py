"""The way of files onto the page and into the facts: upload, columns, check, confirm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biaogan.intake import forms, tables, uploads
from biaogan.intake.actions import remember_columns, remember_value
from biaogan.intake.exports import XLSX, attachment, note_export
from biaogan.intake.looking import Seen, refused_of, seen_of
from biaogan.intake.models import ColumnMapping, Upload, UploadState
from biaogan.intake.naming import kind_label
from biaogan.intake.outcome import Outcome, outcome
from biaogan.intake.quarantine import workbook_of
from biaogan.intake.states import CannotMove
from biaogan.org.access import Request, needs
from biaogan.org.actions import add_alias, create_store
from biaogan.org.models import Region
from biaogan.org.permissions import Permission
from biaogan.org.policies import NotAllowed

Item = TypeVar("Item")
SHEETS_SHOWN = 3
STEPS = (gettext_lazy("Upload"), gettext_lazy("Columns"), gettext_lazy("Check"), gettext_lazy("Confirm"))


@require_http_methods(["GET", "POST"])
@needs(Permission.IMPORT_FILES)
def give(request: Request) -> HttpResponse:
    form = forms.GiveFiles(request.POST or None, request.FILES or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        upload = uploads.receive(
            files=form.cleaned_data["given"],
            options=form.options(),
            by=request.scope.person,
            at=timezone.now(),
        )
        return redirect("intake:upload", pk=upload.pk)
    return render(request, "intake/give.html", {"form": form, "steps": STEPS})


@require_safe
@needs(Permission.IMPORT_FILES)
def upload(request: Request, pk: int) -> HttpResponse:
    """Where the upload stands: under way, to be looked at, or done."""
    found = _upload(request, pk)
    job = uploads.job_of(found)
    if found.state == UploadState.CANCELLED:
        return render(request, "intake/upload_ended.html", {"upload": found, "steps": STEPS})
    if found.state == UploadState.CONFIRMED:
        return _done(request, found)
    if job and (not job.is_finished or found.state == UploadState.RECEIVED or job.kind == uploads.CONFIRM):
        importing = job.kind == uploads.CONFIRM
        page = {"upload": found, "job": job, "steps": STEPS, "current": 4 if importing else 3}
        return render(request, "intake/upload_running.html", {**page, "importing": importing})
    return redirect("intake:check", pk=pk)


def _done(request: Request, found: Upload) -> HttpResponse:
    result = outcome(found.report, {})
    table = tables.outcome_sheets(result, linked=True)
    page = {**_page(found, result, Seen()), "current": 5, "table": table}
    return render(request, "intake/upload_done.html", page)


@require_safe
@needs(Permission.IMPORT_FILES)
def columns(request: Request, pk: int) -> HttpResponse:
    found = _checked(request, pk)
    seen = seen_of(found)
    sources = [
        (number, source, kind_label(source.kind), source.sheets[:SHEETS_SHOWN])
        for number, source in enumerate(seen.sources)
    ]
    unrecognised = [
        (number, sheet, forms.SayWhatItIs(rows=sheet.rows, auto_id=f"sheet-{number}-%s"))
        for number, sheet in enumerate(seen.unrecognised)
    ]
    page = _page(found, outcome(found.report, seen.money_fen), seen)
    return render(request, "intake/columns.html", {**page, "sources": sources, "unrecognised": unrecognised})


@require_http_methods(["GET", "POST"])
@needs(Permission.IMPORT_FILES)
def source(request: Request, pk: int, number: int) -> HttpResponse:
    """What the columns of one form of sheet mean."""
    found = _checked(request, pk)
    one = _nth(seen_of(found).sources, number)
    form = forms.MapColumns(request.POST or None, kind=one.kind, columns=one.columns)
    if form.is_valid():
        if changed := form.changed():
            _remember(request, found, one.signature, one.kind, one.header_row, changed)
        return redirect("intake:columns", pk=pk)
    what = forms.SayWhatItIs(rows=one.rows, initial={"kind": one.kind, "row": str(one.header_row)})
    rows = [(column, form[forms.name_of(column)]) for column in form.columns]
    page = {
        "upload": found,
        "label": kind_label(one.kind),
        "number": number,
        "form": form,
        "what": what,
        "rows": rows,
        "times": [column["header"] for column in one.columns if "part_of" in column],
        "steps": STEPS,
        "current": 2,
    }
    return render(request, "intake/source.html", page)


@require_POST
@needs(Permission.IMPORT_FILES)
def source_kind(request: Request, pk: int, number: int) -> HttpResponse:
    """Another kind of data, or another header row, for one form of sheet."""
    found = _checked(request, pk)
    one = _nth(seen_of(found).sources, number)
    return _say_what_it_is(request, found, one.rows)


@require_POST
@needs(Permission.IMPORT_FILES)
def unrecognised_kind(request: Request, pk: int, number: int) -> HttpResponse:
    """Kind and header row of a sheet that was not recognised."""
    found = _checked(request, pk)
    return _say_what_it_is(request, found, _nth(seen_of(found).unrecognised, number).rows)


def _say_what_it_is(request: Request, found: Upload, rows: list[dict[str, Any]]) -> HttpResponse:
    form = forms.SayWhatItIs(request.POST, rows=rows)
    if form.is_valid():
        chosen = form.cleaned_data
        _remember(request, found, form.signature, chosen["kind"], int(chosen["row"]), {})
    else:
        messages.error(request, _("Choose the kind of data and the row with the column names."))
    return redirect("intake:columns", pk=found.pk)


def _remember(
    request: Request, found: Upload, signature: str, kind: str, row: int | None, changed: dict[str, str]
) -> None:
    before = ColumnMapping.objects.filter(signature=signature, kind=kind).first()
    remember_columns(
        signature=signature,
        kind=kind,
        header_row=row,
        fields={**(before.fields if before else {}), **changed},
        by=request.scope.person,
        at=timezone.now(),
    )
    uploads.note_change(found)
    messages.success(request, _("Remembered, for this upload and for later files with the same columns."))


@require_safe
@needs(Permission.IMPORT_FILES)
def check(request: Request, pk: int) -> HttpResponse:
    """What the files would bring, and what stands in their way."""
    found = _checked(request, pk)
    seen = seen_of(found)
    result = outcome(found.report, seen.money_fen)
    form = forms.MeanWordings(wordings=_names(result))
    page = {
        **_page(found, result, seen),
        "current": 3,
        "table": tables.outcome_sheets(result, linked=False),
        "may_make_stores": request.scope.allows(Permission.MANAGE_STORES),
        "may_confirm": request.scope.allows(Permission.CONFIRM_IMPORT),
        "unknown": [_unknown_store(request, name) for name in result.unknown_stores],
        "wordings": [(one, form[f"wording-{number}"]) for number, one in enumerate(result.wordings)],
        "refused": list(enumerate(seen.refused)),
    }
    return render(request, "intake/check.html", page)


def _outcome(found: Upload) -> Outcome:
    return outcome(found.report, seen_of(found).money_fen)


def _names(result: Outcome) -> list[tuple[str, str, str]]:
    return [(one.kind, one.field, one.wording) for one in result.wordings]


def _unknown_store(request: Request, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "alias": forms.SettleStore(scope=request.scope, initial={"name": name}, auto_id=False),
        "new": forms.NewStore(initial={"name": name}, auto_id=False),
    }


@require_POST
@needs(Permission.MANAGE_STORES)
def store_spelling(request: Request, pk: int) -> HttpResponse:
    found = _checked(request, pk)
    form = forms.SettleStore(request.POST, scope=request.scope)
    if form.is_valid():
        chosen = form.cleaned_data
        _settle(
            request,
            found,
            lambda: add_alias(store=chosen["store"], text=chosen["name"], by=request.scope.person),
        )
    else:
        messages.error(request, _("Choose the store that the name stands for."))
    return redirect("intake:check", pk=pk)


@require_POST
@needs(Permission.MANAGE_STORES)
def store_new(request: Request, pk: int) -> HttpResponse:
    found = _checked(request, pk)
    form = forms.NewStore(request.POST)
    if form.is_valid():
        chosen = form.cleaned_data
        region = _region(request)
        _settle(
            request,
            found,
            lambda: create_store(
                code=chosen["code"], name=chosen["name"], region=region, by=request.scope.person
            ),
        )
    else:
        messages.error(request, _("Give the new store a code."))
    return redirect("intake:check", pk=pk)


def _region(request: Request) -> Region | None:
    return Region.objects.within(request.scope).first()


def _settle(request: Request, found: Upload, action: Callable[[], object]) -> None:
    try:
        action()
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        uploads.note_change(found)
        messages.success(request, _("The store is known now."))


@require_POST
@needs(Permission.IMPORT_FILES)
def wordings(request: Request, pk: int) -> HttpResponse:
    """What wordings mean, remembered for later files too."""
    found = _checked(request, pk)
    form = forms.MeanWordings(request.POST, wordings=_names(_outcome(found)))
    if form.is_valid() and (meant := form.meant()):
        for field, wording, code in meant:
            remember_value(
                field=field, wording=wording, code=code, by=request.scope.person, at=timezone.now()
            )
        uploads.note_change(found)
        messages.success(request, _("Remembered, for this upload and for later files."))
    return redirect("intake:check", pk=pk)


@require_POST
@needs(Permission.IMPORT_FILES, Permission.EXPORT_FIGURES)
def refused(request: Request, pk: int, number: int) -> HttpResponse:
    """The rows of one sheet that would be refused, as a sheet to mend."""
    found = _checked(request, pk)
    rows = _nth(seen_of(found).refused, number)
    note_export(
        what=f"refused rows of upload {pk}", filters=[], rows=rows.quarantined, by=request.scope.person
    )
    content = workbook_of(rows.sheet, rows.columns, refused_of(found, number))
    return attachment(content, f"refused-{pk}-{number + 1}.xlsx", XLSX)


@require_POST
@needs(Permission.IMPORT_FILES)
def again(request: Request, pk: int) -> HttpResponse:
    return _moved(request, pk, lambda found: uploads.check_again(upload=found, by=request.scope.person))


@require_POST
@needs(Permission.CONFIRM_IMPORT)
def confirm(request: Request, pk: int) -> HttpResponse:
    return _moved(request, pk, lambda found: uploads.confirm(upload=found, by=request.scope.person))


@require_POST
@needs(Permission.IMPORT_FILES)
def cancel(request: Request, pk: int) -> HttpResponse:
    by, now = request.scope.person, timezone.now()
    return _moved(request, pk, lambda found: uploads.cancel(upload=found, by=by, at=now))


def _moved(request: Request, pk: int, action: Callable[[Upload], object]) -> HttpResponse:
    try:
        action(_upload(request, pk))
    except uploads.NotChecked:
        messages.error(request, _("Something was changed since the last check: check again first."))
    except CannotMove:
        messages.error(request, _("That is not possible now: the upload has moved on."))
    return redirect("intake:upload", pk=pk)


def _upload(request: Request, pk: int) -> Upload:
    return get_object_or_404(uploads.uploads_of(request.scope), pk=pk)


def _checked(request: Request, pk: int) -> Upload:
    """An upload that was checked and not yet ended; else there is nothing to look at."""
    found = _upload(request, pk)
    if found.state != UploadState.CHECKED:
        raise Http404
    return found


def _nth(sequence: list[Item], number: int) -> Item:
    if number >= len(sequence):
        raise Http404
    return sequence[number]


def _page(found: Upload, result: Outcome, seen: Seen) -> dict[str, Any]:
    return {
        "upload": found,
        "outcome": result,
        "seen": seen,
        "steps": STEPS,
        "current": 2,
        "changed": found.options.get("changed", False),
    }
