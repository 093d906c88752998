"""A picture drawn anew: only its pixels stay, upright and not larger than a screen needs.

Re-encoding alone keeps the comment segment of a JPEG, so the pixels are pasted onto a fresh canvas.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from django.utils.translation import gettext as _

from biaogan.org.policies import NotAllowed

MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 60_000_000  # of a phone; more is a bomb
LONGEST_SIDE = 1600
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")


@dataclass(frozen=True)
class Drawn:
    content: bytes
    width: int
    height: int
    ending: str


class BadPhoto(NotAllowed):
    """What was sent is no picture that can be kept; says why and what to do."""


def drawn(content: bytes) -> Drawn:
    """Photos become JPEG, line drawings with transparency (signatures) PNG. Raises BadPhoto."""
    if not content:
        raise BadPhoto(_("The photo is empty. Please take it again."))
    if len(content) > MOST_BYTES:
        sentence = _("The photo is larger than %(size)d MB. Take it with a smaller size.")
        raise BadPhoto(sentence % {"size": MOST_BYTES // 2**20})
    return _redrawn(content)


def _redrawn(content: bytes) -> Drawn:
    import pillow_heif
    from PIL import Image, ImageOps, UnidentifiedImageError

    pillow_heif.register_heif_opener()
    unreadable = _("The file is no photo that can be read: use JPEG, PNG, WebP or HEIC.")
    try:
        picture: Image.Image = Image.open(io.BytesIO(content), formats=FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            raise BadPhoto(_("The photo has too many pixels. Take it with a smaller size."))
        picture.load()
        picture = ImageOps.exif_transpose(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise BadPhoto(_("The photo has too many pixels. Take it with a smaller size.")) from fault
    except UnidentifiedImageError as fault:
        raise BadPhoto(unreadable) from fault
    except (OSError, SyntaxError, ValueError) as fault:  # truncated or damaged
        raise BadPhoto(_("The photo is damaged or cut off. Please take it again.")) from fault
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    see_through = "A" in picture.getbands() or "transparency" in picture.info
    mode, kind, ending = ("RGBA", "PNG", "png") if see_through else ("RGB", "JPEG", "jpg")
    canvas = Image.new(mode, picture.size)
    canvas.paste(picture.convert(mode))
    out = io.BytesIO()
    canvas.save(out, kind, **({"quality": 82, "optimize": True} if kind == "JPEG" else {"optimize": True}))
    return Drawn(out.getvalue(), canvas.width, canvas.height, ending)
