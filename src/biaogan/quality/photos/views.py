"""Handing a photo to whoever may see its store."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.quality.models import Photo

TYPES = {".jpg": "image/jpeg", ".png": "image/png"}


@require_safe
@needs(Permission.SEE_QUALITY)
def photo(request: Request, key: UUID) -> HttpResponse:
    """An unreleased shop's photos are seen by whoever plans shops, not by the store."""
    rows = Photo.objects.within(request.scope)
    if not request.scope.allows(Permission.PLAN_SHOPS):
        rows = rows.filter(hidden=False)
    found = get_object_or_404(rows, pk=key)
    path = Path(settings.BIAOGAN_FILES) / found.file
    answer = HttpResponse(path.read_bytes(), content_type=TYPES[path.suffix])
    answer["Content-Disposition"] = f'inline; filename="{key}{path.suffix}"'
    answer["Cache-Control"] = "private, max-age=86400, immutable"
    return answer
