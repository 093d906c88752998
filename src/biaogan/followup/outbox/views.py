"""Where a person wants to be reached, and what was sent there."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from biaogan.followup.models import Channel, Message
from biaogan.followup.outbox import actions, forms, tables
from biaogan.followup.states import MESSAGE_MOVES, MessageState
from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission

SHOWN = 30


@require_http_methods(["GET", "POST"])
@needs(Permission.FOLLOW_UP)
def channels(request: Request) -> HttpResponse:
    """One's own channels and the newest messages; a form adds a channel."""
    person, form = request.scope.person, forms.AddChannel(request.POST or None)
    if form.is_valid() and form.tried(
        lambda: actions.add_channel(by=person, at=timezone.now(), **form.cleaned_data)
    ):
        messages.success(request, _("The channel is kept. Send a test message to see that it works."))
        return redirect("followup:channels")
    sent = list(Message.objects.filter(channel__person=person).select_related("channel")[:SHOWN])
    shown = {
        "form": form,
        "channels": Channel.objects.of(person),
        "table": tables.messages(sent),
        "again": [one for one in sent if MessageState.WAITING in MESSAGE_MOVES[one.state]],
    }
    return render(request, "followup/outbox/channels.html", shown)


@require_POST
@needs(Permission.FOLLOW_UP)
def remove(request: Request, pk: int) -> HttpResponse:
    actions.remove_channel(channel=_channel(request, pk), by=request.scope.person)
    messages.success(request, _("The channel is removed."))
    return redirect("followup:channels")


@require_POST
@needs(Permission.FOLLOW_UP)
def try_out(request: Request, pk: int) -> HttpResponse:
    """A test message, sent like any other."""
    channel, now = _channel(request, pk), timezone.now()
    actions.put_out(
        person=channel.person, key=f"test-{now:%Y%m%d%H%M%S}", title=_("Biaogan: a test message"),
        body=_("Messages reach you here."), at=now,
    )  # fmt: skip
    messages.success(request, _("The test message is in the outbox and leaves within a minute."))
    return redirect("followup:channels")


@require_POST
@needs(Permission.FOLLOW_UP)
def again(request: Request, pk: int) -> HttpResponse:
    rows = Message.objects.filter(channel__person=request.scope.person)
    found, form = get_object_or_404(rows, pk=pk), forms.Form(request.POST)
    if form.is_valid() and form.tried(
        lambda: actions.send_again(message=found, by=request.scope.person, at=timezone.now())
    ):
        messages.success(request, _("The message waits to be sent again."))
    else:
        messages.error(request, form.complaint())
    return redirect("followup:channels")


def _channel(request: Request, pk: int) -> Channel:
    return get_object_or_404(Channel.objects.of(request.scope.person), pk=pk)
