"""Which inspection an address speaks of, for whoever asks."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from biaogan.org.access import Request
from biaogan.quality.inspections import policies
from biaogan.quality.models import Inspection


def seen(request: Request, pk: int) -> Inspection:
    rows = Inspection.objects.within(request.scope)
    return get_object_or_404(
        rows.select_related("store", "template", "inspector", "signed_by", "planned_by"), pk=pk
    )


def inspected(request: Request, pk: int) -> Inspection:
    """One this person may carry out: a store's own people look at themselves only."""
    found = seen(request, pk)
    if not policies.may_carry_out(found, request.scope):
        raise PermissionDenied
    return found
