"""Keeping a photo: once per id, whatever the network repeats."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from biaogan.engine.files import whole
from biaogan.org import audit
from biaogan.org.models import Person, Store
from biaogan.quality.models import Photo
from biaogan.quality.photos.drawing import BadPhoto, drawn


def keep_photo(
    *, key: UUID, store: Store, content: bytes, by: Person, at: datetime, hidden: bool = False
) -> Photo:
    """The photo of this key. Sent again it is the one that is there; another content under it is refused.

    Raises BadPhoto with the sentence the person reads.
    """
    received = hashlib.sha256(content).hexdigest()
    known = Photo.objects.filter(pk=key).first()
    if known is not None:
        if known.received != received or known.store_id != store.pk:
            raise BadPhoto(_("Under this number another photo was kept already. Take the photo again."))
        return known
    picture = drawn(content)
    name = f"photos/{hashlib.sha256(picture.content).hexdigest()}.{picture.ending}"
    with whole(Path(settings.BIAOGAN_FILES) / name) as unfinished:
        unfinished.write_bytes(picture.content)
    with transaction.atomic():
        made, new = Photo.objects.get_or_create(
            pk=key,
            defaults={
                "store": store, "received": received, "file": name, "width": picture.width,
                "height": picture.height, "taken_by": by, "taken_at": at, "hidden": hidden,
            },
        )  # fmt: skip
        if new:
            audit.record("photo-kept", by=by, about="photo", key=str(key), store=store.code)
    return made
