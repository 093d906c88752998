"""Pages of jobs: the list, one job, its progress, and stopping it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biaogan.jobs import actions, queries, tables
from biaogan.jobs.models import Job
from biaogan.jobs.states import CannotMove
from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission


@require_safe
@needs(Permission.SEE_JOBS)
def jobs(request: Request) -> HttpResponse:
    table = tables.jobs(queries.recent(scope=request.scope))
    return render(request, "jobs/list.html", {"table": table})


@require_safe
@needs(Permission.SEE_JOBS)
def job(request: Request, pk: int) -> HttpResponse:
    return render(request, "jobs/job.html", {"job": _job(request, pk)})


@require_safe
@needs(Permission.SEE_JOBS)
def progress(request: Request, pk: int) -> HttpResponse:
    """The part of a page that asks again each second; at the end the whole page is fetched anew."""
    found = _job(request, pk)
    response = render(request, "jobs/progress.html", {"job": found})
    if found.is_finished:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@needs(Permission.SEE_JOBS)
def cancel(request: Request, pk: int) -> HttpResponse:
    try:
        actions.cancel(job=_job(request, pk), by=request.scope.person, at=timezone.now())
    except CannotMove:
        messages.info(request, _("The work had already finished."))
    else:
        messages.success(request, _("The work is being stopped."))
    return redirect("jobs:job", pk=pk)


def _job(request: Request, pk: int) -> Job:
    return get_object_or_404(Job.objects.within(request.scope), pk=pk)
