"""What service quality is asked for: one function a thing, shared by the addresses that speak of it."""

import io
from uuid import uuid4

from django.utils import timezone


def jpeg() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (32, 24), (90, 120, 140)).save(out, "JPEG")
    return out.getvalue()


def photo(world, place):
    from biaogan.quality.photos.actions import keep_photo

    def make():
        return keep_photo(
            key=uuid4(), store=world.stores[place], content=jpeg(),
            by=world.people["regional_manager"], at=timezone.now(),
        )  # fmt: skip

    return world.once(f"photo-{place}", make)


SAMPLES = {"quality:photo": lambda world, place: {"key": photo(world, place).pk}}
