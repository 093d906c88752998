"""Opening a zip without trusting it: its directory is measured before it is read."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

from .limits import Limits
from .refusal import Refusal

TAIL = 66_000  # the end record with the longest possible comment
END, END64 = b"PK\x05\x06", b"PK\x06\x06"
DIRECTORY_BYTES = 8 << 20
UTF8_NAME = 0x800
UNFIT = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, struct.error, UnicodeError)


def open_zip(path: Path) -> zipfile.ZipFile:
    """The zip, or a refusal: a directory of millions of entries is not even listed."""
    try:
        if directory_bytes(path) > DIRECTORY_BYTES:
            raise Refusal("zip-bomb", where="zip directory")
        return zipfile.ZipFile(path)
    except UNFIT as error:
        raise Refusal("damaged", where="zip") from error


def directory_bytes(path: Path) -> int:
    """The declared size of the directory: the part of a zip that listing it loads into memory."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - TAIL))
        tail = file.read()
    wide, end = tail.rfind(END64), tail.rfind(END)
    if wide >= 0:
        return int(struct.unpack_from("<Q", tail, wide + 40)[0])
    return int(struct.unpack_from("<L", tail, end + 12)[0]) if end >= 0 else 0


def zip_kind(path: Path) -> str:
    """ooxml, ods, word, slides, or zip: an archive of files."""
    with open_zip(path) as archive:
        names = archive.namelist()
        try:
            mime = archive.read("mimetype")[:99] if "mimetype" in names[:1] else b""
        except UNFIT as error:
            raise Refusal("damaged", where="zip") from error
    if b"opendocument.spreadsheet" in mime:
        return "ods"
    if "[Content_Types].xml" not in names:
        return "zip"
    folders = {name.partition("/")[0] for name in names}
    return "word" if "word" in folders else "slides" if "ppt" in folders else "ooxml"


def check_ratio(entry: zipfile.ZipInfo, limits: Limits) -> None:
    if entry.file_size < limits.ratio_floor_bytes:
        return
    ratio = entry.file_size // max(entry.compress_size, 1)
    if ratio > limits.max_ratio:
        raise Refusal("zip-bomb", where=f"{entry.filename}, {ratio}:1")


def entry_name(entry: zipfile.ZipInfo) -> str:
    """The name as its owner wrote it: without the UTF-8 flag it is most often GBK."""
    if entry.flag_bits & UTF8_NAME:
        return entry.filename
    try:
        stored = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return stored.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename
