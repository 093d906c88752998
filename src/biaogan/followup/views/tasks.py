"""Pages of tasks: the list, opening one, one with its history, and moving it on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.engine.periods import MONTH
from biaogan.followup import actions, forms, queries, tables
from biaogan.followup.models import Alert, Task
from biaogan.followup.states import TASK_MOVES, TaskState
from biaogan.followup.views.export import export_url
from biaogan.org.access import Request, needs
from biaogan.org.models import Store
from biaogan.org.permissions import Permission

PAGE_ROWS = 50


@require_safe
@needs(Permission.FOLLOW_UP)
def tasks(request: Request) -> HttpResponse:
    form, today = forms.TaskFilter(request.GET or None, scope=request.scope), timezone.localdate()
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = queries.tasks(scope=request.scope, today=today, **wanted)
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    shown = {
        "form": form,
        "page": page,
        "table": tables.tasks(page, today=today, export_url=export_url(request, "tasks")),
    }
    return render(request, "followup/tasks.html", shown)


@require_http_methods(["GET", "POST"])
@needs(Permission.FOLLOW_UP)
def open_task(request: Request) -> HttpResponse:
    """From an alert (?alert=), or by hand for a store and, where named, one of its metrics."""
    about = _about(request)
    if about is None:
        return _choose_store(request)
    store, alert = about["store"], about["alert"]
    start = forms.start_of(store=store, alert=alert, scope=request.scope, today=timezone.localdate())
    form = forms.OpenTask(request.POST or None, initial=start, scope=request.scope, store=store)
    opened: list[Task] = []
    if form.is_valid() and form.tried(
        lambda: opened.append(
            actions.open_task(**form.cleaned_data, **about, by=request.scope.person, at=timezone.now())
        )
    ):
        messages.success(request, _("The task is open."))
        return redirect("followup:task", pk=opened[0].pk)
    shown = {"form": form, **about, "metric_name": forms.metric_name(about["metric"])}
    return render(request, "followup/open_task.html", shown)


def _about(request: Request) -> dict[str, Any] | None:
    """Store, metric, month and alert of a new task; None until a store is named."""
    if number := request.GET.get("alert"):
        if not number.isdecimal():
            raise Http404
        alerts = Alert.objects.within(request.scope).select_related("store")
        alert = get_object_or_404(alerts, pk=int(number))
        return {"store": alert.store, "metric": alert.metric, "month": alert.month, "alert": alert}
    stores = Store.objects.within(request.scope)
    code = request.GET.get("store") or (stores.get().code if stores.count() == 1 else "")
    if not code:
        return None
    store = get_object_or_404(stores, code=code)
    metric, month = request.GET.get("metric", ""), request.GET.get("month", "")
    return {
        "store": store,
        "metric": metric if metric in CATALOGUE else "",
        "month": month if MONTH.match(month) else "",
        "alert": None,
    }


def _choose_store(request: Request) -> HttpResponse:
    stores = Store.objects.within(request.scope).active()
    return render(request, "followup/choose_store.html", {"stores": stores})


@require_safe
@needs(Permission.FOLLOW_UP)
def task(request: Request, pk: int) -> HttpResponse:
    return _shown(request, _task(request, pk))


@require_POST
@needs(Permission.FOLLOW_UP)
def start(request: Request, pk: int) -> HttpResponse:
    form = forms.Form(request.POST)
    return _moved(request, pk, form, actions.start_task, _("The task is in progress."))


@require_POST
@needs(Permission.FOLLOW_UP)
def finish(request: Request, pk: int) -> HttpResponse:
    form = forms.Evidence(request.POST, auto_id="finish-%s")
    done = _("The task is done. Its effect is measured after the month of its date.")
    return _moved(request, pk, form, actions.finish_task, done, at=timezone.now())


@require_POST
@needs(Permission.FOLLOW_UP)
def cancel(request: Request, pk: int) -> HttpResponse:
    form = forms.Reason(request.POST, auto_id="cancel-%s")
    return _moved(request, pk, form, actions.cancel_task, _("The task is cancelled."))


@require_POST
@needs(Permission.FOLLOW_UP)
def reopen(request: Request, pk: int) -> HttpResponse:
    form = forms.Again(request.POST, auto_id="again-%s")
    return _moved(request, pk, form, actions.reopen_task, _("The task is open again."), at=timezone.now())


@require_POST
@needs(Permission.FOLLOW_UP)
def change(request: Request, pk: int) -> HttpResponse:
    form = forms.ChangeTask(
        request.POST, auto_id="change-%s", scope=request.scope, store=_task(request, pk).store
    )
    return _moved(request, pk, form, actions.change_task, _("The task is changed."), at=timezone.now())


def _moved(
    request: Request, pk: int, form: forms.Form, action: Callable[..., Task], done: str, **more: Any
) -> HttpResponse:
    """Done and back to the task, or the task again with the form and what is wrong with it."""
    found = _task(request, pk)
    if form.is_valid() and form.tried(
        lambda: action(task=found, **form.cleaned_data, **more, by=request.scope.person)
    ):
        messages.success(request, done)
        return redirect("followup:task", pk=pk)
    return _shown(request, found, wrong=form)


def _shown(request: Request, found: Task, *, wrong: forms.Form | None = None) -> HttpResponse:
    moves, scope = TASK_MOVES[found.state], request.scope
    offered: dict[str, forms.Form] = {
        "finish": forms.Evidence(auto_id="finish-%s"),
        "cancel": forms.Reason(auto_id="cancel-%s"),
        "again": forms.Again(
            initial={"due": queries.suggested_due(timezone.localdate())}, auto_id="again-%s"
        ),
        "change": forms.ChangeTask(
            initial={"owner": found.owner, "due": found.due},
            auto_id="change-%s",
            scope=scope,
            store=found.store,
        ),
    }
    kept = next((name for name, form in offered.items() if type(form) is type(wrong)), "")
    shown = {
        "task": found,
        "metric_name": forms.metric_name(found.metric),
        "forms": offered | ({kept: wrong} if kept and wrong else {}),
        "complaint": wrong.complaint() if wrong and not kept else "",
        "may_start": found.state == TaskState.OPEN,
        "may_finish": TaskState.DONE in moves,
        "may_cancel": TaskState.CANCELLED in moves,
        "may_reopen": found.is_finished and TaskState.DOING in moves,
        "history": tables.history(queries.history(found)),
        "today": timezone.localdate(),
    }
    return render(request, "followup/task.html", shown)


def _task(request: Request, pk: int) -> Task:
    rows = Task.objects.within(request.scope).select_related("store", "owner", "opened_by", "alert")
    return get_object_or_404(rows, pk=pk)
