"""Opening a Word file without trusting it: size, kind and archive are checked before anything is parsed."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from lxml.etree import LxmlError

from biaogan.intake.reading.archive import zip_kind
from biaogan.intake.reading.limits import MIB, Limits
from biaogan.intake.reading.package import Package, is_xml
from biaogan.intake.reading.refusal import Refusal
from biaogan.intake.reading.sniff import OLE, ZIP

LIMITS = Limits(max_file_bytes=20 * MIB, max_unzipped_bytes=32 * MIB)
MOST_UNZIPPED = 200 * MIB  # pictures included
LOCKED = "EncryptedPackage".encode("utf-16-le")  # what Office calls a document behind a password
SENTENCES: dict[str, str | Promise] = {
    "empty": gettext_lazy("“%(name)s” has no content. Choose the file again."),
    "too-large": gettext_lazy("“%(name)s” is larger than %(most)d MB. Remove its pictures and try again."),
    "old": gettext_lazy("“%(name)s” is in the old .doc format. Save it as .docx in Word and try again."),
    "encrypted": gettext_lazy(
        "“%(name)s” is protected by a password. Remove the password in Word, save, and try again."
    ),
    "no-word": gettext_lazy("“%(name)s” is no Word document. Choose a .docx file."),
    "zip-bomb": gettext_lazy(
        "“%(name)s” unzips to an abnormal size and was not read for safety. "
        "Open it in Word, save it as .docx and try again."
    ),
    "unsafe-content": gettext_lazy(
        "“%(name)s” carries declarations that no document needs and was not read for safety. "
        "Open it in Word, save it as .docx and try again."
    ),
    "damaged": gettext_lazy(
        "“%(name)s” is damaged or incomplete. Open it in Word, save it as .docx and try again."
    ),
    "no-headings": gettext_lazy(
        "“%(name)s” has no headings, so no steps can be found. "
        "Give the titles of the steps the style “Heading 1” in Word and try again."
    ),
    "too-many": gettext_lazy(
        "“%(name)s” has more than %(steps)d headings of the same rank. Divide it into several instructions."
    ),
}
UNFIT = (BadZipFile, KeyError, ValueError, AttributeError, OSError, LxmlError, RecursionError)


class CannotRead(ValueError):
    """Carries the sentence that the person reads."""


def refusal(code: str, name: str, **words: object) -> CannotRead:
    return CannotRead(str(SENTENCES[code]) % {"name": name, "most": LIMITS.max_file_bytes // MIB, **words})


def open_word(path: Path, name: str) -> Any:
    """The document of python-docx. Raises CannotRead."""
    _check_head(path, name)
    try:
        if zip_kind(path) != "word":
            raise refusal("no-word", name)
        _check_archive(path)
        return _parsed(path)
    except Refusal as found:
        code = found.code if found.code in SENTENCES else "damaged"
        raise refusal(code, name) from found
    except UNFIT as error:
        if isinstance(error, CannotRead):
            raise
        raise refusal("damaged", name) from error


def _check_head(path: Path, name: str) -> None:
    size = path.stat().st_size
    if size == 0:
        raise refusal("empty", name)
    if size > LIMITS.max_file_bytes:
        raise refusal("too-large", name)
    content = path.read_bytes()
    if content.startswith(OLE):
        raise refusal("encrypted" if LOCKED in content else "old", name)
    if not content.startswith(ZIP):
        raise refusal("no-word", name)


def _check_archive(path: Path) -> None:
    """What python-docx would unzip is unzipped here first, as a stream: a declared size may lie."""
    package = Package(path, LIMITS)
    if sum(entry.file_size for entry in package.entries) > MOST_UNZIPPED:
        raise Refusal("zip-bomb", where="zip")
    for entry in package.entries:
        if is_xml(entry):
            package.check_part(entry.filename)


def _parsed(path: Path) -> Any:
    from docx import Document
    from docx.opc.exceptions import OpcError

    try:
        return Document(str(path))
    except OpcError as error:
        raise Refusal("damaged", where="docx") from error
