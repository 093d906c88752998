"""Writing a draft, editing it, sending it up: each one transaction with its audit event inside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from biaogan.org import audit
from biaogan.org.models import Person, Region
from biaogan.org.policies import NotAllowed
from biaogan.org.scope import PersonalScope, narrowed
from biaogan.reports.document import Document
from biaogan.reports.models import Kind, Receipt, Report
from biaogan.reports.states import REPORT_MOVES, ReportState
from biaogan.reports.writing.handbook import handbook
from biaogan.reports.writing.monthly import monthly, quarterly
from biaogan.reports.writing.period import span_of
from biaogan.reports.writing.situation import situation
from biaogan.reports.writing.weekly import weekly

WRITERS = {
    Kind.WEEKLY: weekly,
    Kind.MONTHLY: monthly,
    Kind.QUARTERLY: quarterly,
    Kind.HANDBOOK: handbook,
}


class EditedMeanwhile(Exception):
    """Somebody else saved first; carries the report as it is now."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


def write_report(
    *, kind: Kind, region: Region, day: date, scope: PersonalScope, by: Person, at: datetime
) -> Report:
    """A draft of the period a day lies in, in the language of the moment. Raises NotAllowed ahead of time."""
    today = timezone.localdate(at)
    if day > today:
        raise NotAllowed(_("A report can be written once its period has begun."))
    own = narrowed(scope, region.pk)
    there = PersonalScope(by, own.permissions, own.region_ids, own.store_codes, own.everything)
    found = situation(scope=there, span=span_of(kind, day), today=today)
    report = Report(
        region=region, kind=kind, period=found.span.period.name, written_as_of=found.today,
        language=get_language() or "zh-hans", made_by=by, made_at=at,
    )  # fmt: skip
    return _keep(report, WRITERS[kind](found))


@transaction.atomic
def _keep(report: Report, document: Document) -> Report:
    report.draft, report.facts_version = document.to_dict(), document.version
    if report.kind == Kind.HANDBOOK:
        report.edits = _carried(report, document)
    report.save(force_insert=True)
    _note(f"{report.kind}-report-written", report, report.made_by, {"period": report.period})
    return report


@transaction.atomic
def edit_report(*, report: Report, edits: Mapping[str, str], revision: int, by: Person) -> Report:
    """Keep the manager's words beside the system's. Raises EditedMeanwhile, NotAllowed once it was sent."""
    held = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if held.state != ReportState.DRAFT:
        raise NotAllowed(_("A report that was sent stays as it was. Write a new one to correct it."))
    if held.revision != revision:
        raise EditedMeanwhile(held)
    own = {one.key: one.text for one in held.written.sentences}
    held.edits = {key: text.strip() for key, text in edits.items() if key in own and text.strip() != own[key]}
    held.revision += 1
    held.save(update_fields=["edits", "revision"])
    _note("report-edited", held, by, {"sentences": len(held.edits)})
    return held


@transaction.atomic
def send_report(*, report: Report, by: Person, at: datetime) -> Report:
    """It went up: from here on it stays as it is."""
    held = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if ReportState.SENT not in REPORT_MOVES[held.state]:
        raise NotAllowed(_("This report was sent already."))
    held.state, held.sent_by, held.sent_at = ReportState.SENT, by, at
    held.save(update_fields=["state", "sent_by", "sent_at"])
    _note(f"{held.kind}-report-sent", held, by, {"period": held.period})
    return held


def _carried(report: Report, document: Document) -> dict[str, str]:
    """The handbook lives on: words of the last version stay wherever its sentence is still there."""
    last = Report.objects.filter(region=report.region, kind=Kind.HANDBOOK).first()
    keys = {one.key for one in document.sentences}
    return {key: text for key, text in (last.edits if last else {}).items() if key in keys}


@transaction.atomic
def confirm_reading(*, report: Report, by: Person, at: datetime) -> Receipt:
    """Once a person and version; only a version that was sent can be read and confirmed."""
    if report.state != ReportState.SENT:
        raise NotAllowed(_("This version is still a draft."))
    made, new = Receipt.objects.get_or_create(report=report, person=by, defaults={"at": at})
    if new:
        _note("handbook-read", report, by, {"period": report.period})
    return made


def _note(action: str, report: Report, by: Person, details: dict[str, object]) -> None:
    audit.record(action, by=by, about="report", key=str(report.pk), details=details)
