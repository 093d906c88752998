"""What phones send: one address for answers, one for pictures, one for signing off.

Each answers with the SHA-256 of what it has kept; the phone takes it from its queue only when that is
what it sent. 409: the key or the inspection does not allow it. 422: the content does not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biaogan.org.access import Request, needs, open_to_all
from biaogan.org.permissions import Permission
from biaogan.org.policies import NotAllowed
from biaogan.quality.inspections import actions, forms, phone, signing, worker
from biaogan.quality.inspections.policies import Conflict
from biaogan.quality.inspections.results import result_of
from biaogan.quality.inspections.views.asked import inspected
from biaogan.quality.models import Answer, Inspection, PictureRole

PERSON = "X-Person"  # whose queue it comes from: on a shared phone another person may be logged in by now


@require_POST
@needs(Permission.INSPECT)
def answer(request: Request, pk: int, key: UUID) -> HttpResponse:
    def keep(found: Inspection, body: bytes, given: dict[str, Any]) -> dict[str, Any]:
        kept = actions.record_answer(inspection=found, key=key, given=forms.read_answer(body), **given)
        return {"sha256": kept.received, "unseen": _unseen(found, kept), "late": kept.is_late}

    return _sent(request, pk, keep)


def _unseen(found: Inspection, kept: Answer) -> list[dict[str, str]]:
    """Answers to the item from elsewhere that say something else: the person is shown them and chooses."""
    [line] = result_of(found, only=kept.line_id).lines
    now = line.current
    rivals = [*line.unseen, *([now] if now and now.key != kept.key and line.unseen else [])]
    return [{"key": str(one.key), "says": phone.said(line, one)} for one in rivals if one.key != kept.key]


@require_POST
@needs(Permission.INSPECT)
def picture(request: Request, pk: int, key: UUID) -> HttpResponse:
    def keep(found: Inspection, body: bytes, given: dict[str, Any]) -> dict[str, Any]:
        given.pop("received")
        role, line = _meant(request)
        kept = actions.keep_picture(inspection=found, key=key, role=role, line=line, content=body, **given)
        return {"sha256": kept.photo.received, "late": kept.is_late}

    return _sent(request, pk, keep)


def _meant(request: Request) -> tuple[str, int | None]:
    role, line = request.GET.get("role", PictureRole.ITEM), request.GET.get("line", "")
    named = line.isascii() and line.isdigit()
    if role not in PictureRole.values or (role == PictureRole.ITEM) != named:
        raise NotAllowed(_("It is not said what the picture shows. Please take it again."))
    return role, min(int(line[:12]), forms.MOST_NUMBER) if named else None


@require_POST
@needs(Permission.INSPECT)
def sign_off(request: Request, pk: int, key: UUID) -> HttpResponse:
    def keep(found: Inspection, body: bytes, given: dict[str, Any]) -> dict[str, Any]:
        signed = signing.sign_off(inspection=found, key=key, signed=forms.read_sign_off(body), **given)
        return {"sha256": signed.sign_off_received}

    return _sent(request, pk, keep)


def _sent(
    request: Request, pk: int, keep: Callable[[Inspection, bytes, dict[str, Any]], dict[str, Any]]
) -> HttpResponse:
    found = inspected(request, pk)
    person = request.scope.person
    if request.headers.get(PERSON, str(person.pk)) != str(person.pk):
        return _refused(401, _("Another person is logged in. Please log in again; nothing is lost."))
    try:
        body = request.body
        given = {"received": hashlib.sha256(body).hexdigest(), "by": person, "at": timezone.now()}
        return JsonResponse(keep(found, body, given))
    except RequestDataTooBig:
        return _refused(413, _("The photo is too large to send. Please take it with a smaller size."))
    except Conflict as refusal:
        return _refused(409, str(refusal))
    except NotAllowed as refusal:
        return _refused(422, str(refusal))


def _refused(status: int, sentence: str) -> HttpResponse:
    return JsonResponse({"sentence": sentence}, status=status)


@require_safe
@open_to_all("the same script for everybody; it holds nothing of anybody")
def worker_script(request: Request) -> HttpResponse:
    """It lies one step below the list it also serves, so its reach is widened by name."""
    answer = HttpResponse(worker.script(), content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = "/quality/inspections"
    answer["Cache-Control"] = "no-cache"
    return answer
