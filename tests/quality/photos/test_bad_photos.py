"""Photos of strangers: read by content, drawn anew, refused in words, shown only to who may see the store."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from pathlib import Path
from uuid import uuid4

import pillow_heif
import pytest
from django.conf import settings
from django.utils import timezone
from PIL import Image, ImageCms, ImageOps, PngImagePlugin
from tests.targets.conftest import own_home

from biaogan.quality.models import Photo
from biaogan.quality.photos.actions import keep_photo
from biaogan.quality.photos.drawing import LONGEST_SIDE, MOST_BYTES, BadPhoto, drawn
from house_world import build

SECRET = b"Lin Zhiqiu 13900000000"
SCRIPT = b"<script>alert(1)</script>"
ORIENTATION, GPS, CAMERA = 0x0112, 0x8825, 0x010F


def picture(size=(80, 60)) -> Image.Image:
    """Red left half, blue right half: which way is up can be seen."""
    made = Image.new("RGB", size, (200, 30, 30))
    made.paste((30, 30, 200), (size[0] // 2, 0, *size))
    return made


def file(kind: str, made: Image.Image | None = None, **more) -> bytes:
    out = io.BytesIO()
    (made or picture()).save(out, kind, **more)
    return out.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    found = Image.Exif()
    found[ORIENTATION], found[CAMERA] = orientation, SECRET.decode()
    found.get_ifd(GPS).update({1: "N", 2: (31.0, 14.0, 5.0), 3: "E", 4: (121.0, 28.0, 9.0)})
    return found


def telling() -> bytes:
    """A JPEG that says where, with what, by whom, in which colours."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return file("JPEG", exif=exif(), comment=SECRET, icc_profile=profile, xmp=b"<x>" + SECRET + b"</x>")


def chatty_png() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SECRET.decode())
    info.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    return file("PNG", pnginfo=info, exif=exif())


def heic(**more) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(picture((128, 96))).save(out, quality=80, **more)
    return out.getvalue()


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("photo.jpg", file("JPEG"))
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kB that unpacks to gigabytes."""

    def chunk(name: bytes, content: bytes) -> bytes:
        head = struct.pack(">I", len(content)) + name + content
        return head + struct.pack(">I", zlib.crc32(name + content))

    rows = zlib.compress(b"\0" * 1_000_000, 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def animated(kind: str) -> bytes:
    out = io.BytesIO()
    picture().save(out, kind, save_all=True, append_images=[Image.new("RGB", (80, 60))], duration=80)
    return out.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
REFUSED = {
    "nothing": b"",
    "one byte": b"\xff",
    "words": "这不是照片".encode(),
    "zip": zipped(),
    "svg": SVG,
    "html": b"<!doctype html><html>" + SCRIPT,
    "html named jpg": b"\xef\xbb\xbf<html>" + SCRIPT,
    "gif": file("GIF"),
    "gif with a script": b"GIF89a/*" + b"\0" * 40 + b"*/=1;" + SCRIPT,
    "animated gif": animated("GIF"),
    "bmp": file("BMP"),
    "tiff": file("TIFF"),
    "ico": file("ICO"),
    "pdf": b"%PDF-1.7\n" + SCRIPT,
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "mp4": b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\0" * 64,
    "20000 x 20000": bomb(20_000, 20_000),
    "65000 x 900": bomb(65_000, 950),
    "head of a jpeg": file("JPEG")[:20],
    "half a jpeg": file("JPEG", Image.effect_noise((400, 300), 90))[:9000],
    "half a png": file("PNG", Image.effect_noise((400, 300), 90))[:9000],
    "half a webp": file("WEBP", Image.effect_noise((400, 300), 90))[:3000],
    "half a heic": heic()[:-40],
    "png without pixels": bomb(4000, 4000),
    "too many bytes": file("JPEG") + b"\0" * MOST_BYTES,
}
READ = {
    "jpeg": (file("JPEG"), ".jpg"),
    "telling jpeg": (telling(), ".jpg"),
    "progressive jpeg": (file("JPEG", progressive=True), ".jpg"),
    "grey jpeg": (file("JPEG", picture().convert("L")), ".jpg"),
    "cmyk jpeg": (file("JPEG", picture().convert("CMYK")), ".jpg"),
    "png": (file("PNG"), ".jpg"),
    "png with remarks": (chatty_png(), ".jpg"),
    "16 bit png": (file("PNG", Image.new("I;16", (60, 40), 40_000)), ".jpg"),
    "palette png": (file("PNG", picture().convert("P")), ".jpg"),
    "signature": (file("PNG", Image.new("RGBA", (60, 40), (0, 0, 0, 0))), ".png"),
    "webp": (file("WEBP", exif=exif(), xmp=SECRET), ".jpg"),
    "animated webp": (animated("WEBP"), ".jpg"),
    "heic": (heic(), ".jpg"),
    "telling heic": (heic(exif=exif().tobytes()), ".jpg"),
    "jpeg and html": (file("JPEG") + b"<html>" + SCRIPT + SECRET, ".jpg"),
    "jpeg and zip": (file("JPEG") + zipped(), ".jpg"),
    "png and script": (file("PNG") + SCRIPT, ".jpg"),
    "large": (file("JPEG", picture((4000, 3000))), ".jpg"),
    "script as comment": (file("JPEG", comment=SCRIPT), ".jpg"),
}


def test_enough_kinds_of_files_are_tried():
    assert len(REFUSED) + len(READ) >= 40


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_what_is_no_photo_is_refused_in_words(content):
    with pytest.raises(BadPhoto) as refusal:
        drawn(content)
    assert len(str(refusal.value)) > 5


@pytest.mark.parametrize(("content", "ending"), READ.values(), ids=READ)
def test_a_photo_is_drawn_anew_without_what_it_said(content, ending):
    made = drawn(content)
    assert f".{made.ending}" == ending
    assert max(made.width, made.height) <= LONGEST_SIDE
    assert said(made.content) == []
    with Image.open(io.BytesIO(made.content)) as again:
        assert again.size == (made.width, made.height)
        assert getattr(again, "n_frames", 1) == 1


def said(content: bytes) -> list[str]:
    """What a picture tells beside its pixels."""
    found = [
        mark.decode()
        for mark in (SECRET, SCRIPT, b"Exif", b"xmp", b"ICC_PROFILE", b"PK\x03\x04")
        if mark in content
    ]
    with Image.open(io.BytesIO(content)) as made:
        found += [name for name in ("comment", "icc_profile", "exif", "xmp", "Comment") if name in made.info]
        found += ["exif"] if dict(made.getexif()) else []
    return found


def test_a_picture_that_tells_something_is_found():
    assert {"comment", "icc_profile", "exif"} <= set(said(telling()))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_however_the_phone_was_held(orientation):
    """The tag says how to turn the stored pixels, so these are stored turned the other way."""
    turned = {2: "FLIP_LEFT_RIGHT", 3: "ROTATE_180", 4: "FLIP_TOP_BOTTOM", 5: "TRANSPOSE", 6: "ROTATE_90",
              7: "TRANSVERSE", 8: "ROTATE_270"}  # fmt: skip
    stored = picture()
    if orientation in turned:
        stored = stored.transpose(getattr(Image.Transpose, turned[orientation]))
    content = file("JPEG", stored, exif=exif(orientation), quality=95)
    assert ImageOps.exif_transpose(Image.open(io.BytesIO(content))).size == (80, 60)
    with Image.open(io.BytesIO(drawn(content).content)) as made:
        assert made.size == (80, 60)
        left, right = made.getpixel((10, 30)), made.getpixel((70, 30))
        assert left[0] > left[2]
        assert right[2] > right[0]


@pytest.fixture
def world(db, tmp_path):
    with own_home(tmp_path):
        yield build()


def kept(world, place="own", **more) -> Photo:
    by = world.people["regional_manager"]
    store = world.stores[place]
    return keep_photo(key=uuid4(), store=store, content=telling(), by=by, at=timezone.now(), **more)


def test_a_photo_is_handed_out_as_what_it_is_and_nothing_else(world):
    one = kept(world)
    reply = world.client("store_manager").get(f"/quality/photos/{one.pk}")
    assert reply.headers["Content-Type"] == "image/jpeg"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Content-Disposition"] == f'inline; filename="{one.pk}.jpg"'
    assert "private" in reply.headers["Cache-Control"]
    assert said(reply.content) == []


def test_a_photo_of_another_store_does_not_exist(world):
    address = f"/quality/photos/{kept(world, 'sister').pk}"
    asked = {who: world.client(who).get(address).status_code for who in ("store_manager", "regional_manager")}
    assert asked == {"store_manager": 404, "regional_manager": 200}
    assert world.client("anonymous").get(address).status_code == 302


def test_the_file_lies_under_its_own_hash_whatever_it_was_called(world):
    one = kept(world)
    path = Path(settings.BIAOGAN_FILES) / one.file
    assert path.parent.name == "photos"
    assert path.stem == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_refused_photo_leaves_nothing(world):
    with pytest.raises(BadPhoto):
        keep_photo(
            key=uuid4(), store=world.stores["own"], content=zipped(),
            by=world.people["regional_manager"], at=timezone.now(),
        )  # fmt: skip
    assert not Photo.objects.exists()
    assert not list(Path(settings.BIAOGAN_FILES).rglob("*.jpg"))
