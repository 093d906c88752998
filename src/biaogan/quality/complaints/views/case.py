"""One complaint with its time line, and everything that moves it on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biaogan.org.access import Request, needs
from biaogan.org.forms import Form
from biaogan.org.permissions import Permission
from biaogan.quality.complaints import actions, compensating, forms, promising
from biaogan.quality.complaints.shown import page
from biaogan.quality.models import Compensation, Complaint, Promise
from biaogan.ui.links import Link

Move = Callable[..., object]


@require_safe
@needs(Permission.HANDLE_COMPLAINTS)
def complaint(request: Request, pk: int) -> HttpResponse:
    return _shown(request, _complaint(request, pk))


@require_POST
@needs(Permission.HANDLE_COMPLAINTS)
def contact(request: Request, pk: int) -> HttpResponse:
    form = forms.Contact(request.POST, auto_id="contact-%s")
    done = _("The contact is noted.")
    return _moved(request, pk, "contact", form, actions.contact_customer, done, at=timezone.now())


@require_POST
@needs(Permission.HANDLE_COMPLAINTS)
def offer(request: Request, pk: int) -> HttpResponse:
    form = forms.Offer(request.POST, auto_id="offer-%s")
    done = _("The solution is noted.")
    return _moved(request, pk, "offer", form, actions.offer_solution, done, at=timezone.now())


@require_POST
@needs(Permission.HANDLE_COMPLAINTS)
def decline(request: Request, pk: int) -> HttpResponse:
    form = forms.Reason(request.POST, auto_id="decline-%s")
    done = _("It is noted that the customer does not take the solution.")
    return _moved(request, pk, "decline", form, actions.note_declined, done)


@require_POST
@needs(Permission.HANDLE_COMPLAINTS)
def close(request: Request, pk: int) -> HttpResponse:
    form = forms.Close(request.POST, auto_id="close-%s")
    done = _("The complaint is closed.")
    return _moved(request, pk, "close", form, actions.close_complaint, done, at=timezone.now())


@require_POST
@needs(Permission.HANDLE_COMPLAINTS)
def reopen(request: Request, pk: int) -> HttpResponse:
    form = forms.Reason(request.POST, auto_id="reopen-%s")
    done = _("The complaint is open again.")
    return _moved(request, pk, "reopen", form, actions.reopen_complaint, done, at=timezone.now())


@require_POST
@needs(Permission.HANDLE_COMPLAINTS)
def withdraw(request: Request, pk: int) -> HttpResponse:
    form = forms.Reason(request.POST, auto_id="withdraw-%s")
    done = _("The complaint is withdrawn; the reason is kept beside it.")
    return _moved(request, pk, "withdraw", form, actions.withdraw_complaint, done)


@require_POST
@needs(Permission.HANDLE_COMPLAINTS)
def separate(request: Request, pk: int) -> HttpResponse:
    form = forms.Reason(request.POST, auto_id="separate-%s")
    done = _("The complaint stands alone again.")
    return _moved(request, pk, "separate", form, actions.separate_complaint, done)


@require_POST
@needs(Permission.HANDLE_COMPLAINTS)
def change(request: Request, pk: int) -> HttpResponse:
    store = _complaint(request, pk).store
    form = forms.Change(request.POST, auto_id="change-%s", scope=request.scope, store=store)
    return _moved(request, pk, "change", form, actions.change_complaint, _("The complaint is changed."))


@require_POST
@needs(Permission.HANDLE_COMPLAINTS)
def promise(request: Request, pk: int) -> HttpResponse:
    form = forms.MakePromise(request.POST, auto_id="promise-%s")
    done = _("The promise is written down.")
    return _moved(request, pk, "promise", form, promising.make_promise, done, at=timezone.now())


@require_POST
@needs(Permission.HANDLE_COMPLAINTS)
def compensate(request: Request, pk: int) -> HttpResponse:
    form = forms.Compensate(request.POST, auto_id="compensate-%s")
    done = _("The compensation is written down.")
    return _moved(request, pk, "compensate", form, compensating.compensate, done, at=timezone.now())


@require_POST
@needs(Permission.HANDLE_COMPLAINTS)
def keep(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(Promise.objects.within(request.scope), pk=pk)
    form = forms.ShowKept(request.POST, auto_id=f"keep-{pk}-%s")

    def show_kept(*, complaint: Complaint, **given: Any) -> object:
        return promising.show_kept(promise=found, **given)

    name = f"keep-{pk}"
    done = _("The evidence is kept.")
    return _moved(request, found.complaint_id, name, form, show_kept, done, at=timezone.now())


@require_POST
@needs(Permission.HANDLE_COMPLAINTS)
def decide(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(Compensation.objects.within(request.scope), pk=pk)
    form = forms.Decide(request.POST, auto_id=f"decide-{pk}-%s")

    def decided(*, complaint: Complaint, **given: Any) -> object:
        return compensating.decide_compensation(compensation=found, **given)

    name = f"decide-{pk}"
    done = _("The decision is kept.")
    return _moved(request, found.complaint_id, name, form, decided, done, at=timezone.now())


def _moved(
    request: Request, pk: int, name: str, form: Form, action: Move, done: str, **more: Any
) -> HttpResponse:
    """Done and back to the complaint, or the complaint again with the form and what is wrong with it."""
    found = _complaint(request, pk)
    if form.is_valid() and form.tried(
        lambda: action(complaint=found, **form.cleaned_data, **more, by=request.scope.person)
    ):
        messages.success(request, done)
        return redirect("quality:complaint", pk=pk)
    return _shown(request, found, wrong=(name, form))


def _shown(request: Request, found: Complaint, *, wrong: tuple[str, Form] | None = None) -> HttpResponse:
    shown = page(found, scope=request.scope, at=timezone.now(), wrong=wrong)
    trail = [Link(_("Complaints"), reverse("quality:complaints")), Link(shown.title)]
    return render(
        request, "quality/complaints/case.html", {"page": shown, "complaint": found, "trail": trail}
    )


def _complaint(request: Request, pk: int) -> Complaint:
    rows = Complaint.objects.within(request.scope).by_what_is_next(timezone.now())
    return get_object_or_404(
        rows.select_related("store", "owner", "recorded_by", "merged_into", "finding"), pk=pk
    )
