"""The zip container of a workbook: what is in it, and whether it is safe to open.

Everything a reader would unzip is unzipped here first, as a stream, and counted: a declared size may lie,
but then the check sum fails. No part may declare a DTD, so no entity can be defined.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from .archive import check_ratio, open_zip
from .limits import Limits
from .refusal import Refusal, too_large

BLOCK = 1 << 20
SMALL_PART = 16 << 20  # workbook, styles and relations of an honest file are far below
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


@dataclass(frozen=True)
class SheetPart:
    name: str
    part: str  # path inside the package
    hidden: bool


class Package:
    """An open workbook container whose entries have been counted."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.limits = limits
        self.zip = open_zip(path)
        self.entries = self.zip.infolist()
        self._check_entries()

    def _check_entries(self) -> None:
        limits = self.limits
        if len(self.entries) > limits.max_entries:
            raise too_large("内部文件数", "inner files", len(self.entries), limits.max_entries)
        if any(entry.flag_bits & 1 for entry in self.entries):
            raise Refusal("encrypted")
        for entry in self.entries:
            check_ratio(entry, limits)
        # Declared sizes first: an honest bomb is refused without unzipping it.
        if sum(entry.file_size for entry in self.entries if is_xml(entry)) > limits.max_unzipped_bytes:
            raise Refusal("zip-bomb", where=f"> {limits.max_unzipped_bytes >> 20} MiB")

    def names(self) -> set[str]:
        return {entry.filename for entry in self.entries}

    def has(self, part: str) -> bool:
        return part in self.names()

    def size(self, part: str) -> int:
        return self.zip.getinfo(part).file_size if self.has(part) else 0

    def stream(self, part: str) -> Iterator[bytes]:
        """The part in blocks; a block never ends inside a tag."""
        tail = b""
        try:
            with self.zip.open(part) as source:
                while block := source.read(BLOCK):
                    cut = block.rfind(b"<")
                    if cut <= 0:
                        tail += block
                        continue
                    yield tail + block[:cut]
                    tail = block[cut:]
        except KeyError as error:
            raise Refusal("damaged", where=part) from error
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise Refusal("damaged", where=part) from error
        yield tail

    def checked_stream(self, part: str) -> Iterator[bytes]:
        """The same, refusing what no table needs."""
        first = True
        for block in self.stream(part):
            if first and block.startswith(UTF16_MARKS):
                raise Refusal("unsafe-content", where=f"{part}: UTF-16")
            first = False
            if DECLARATION.search(block):
                raise Refusal("unsafe-content", where=f"{part}: DOCTYPE")
            yield block

    def check_part(self, part: str) -> None:
        for _ in self.checked_stream(part):
            pass

    def tree(self, part: str) -> Element:
        """A small part as a tree; entities and DTDs are refused by the parser too."""
        if self.size(part) > SMALL_PART:
            raise Refusal("zip-bomb", where=part)
        try:
            root: Element = fromstring(b"".join(self.checked_stream(part)), forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
            raise Refusal("damaged", where=part) from error
        return root


def is_xml(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith((".xml", ".rels", ".bin", ".vml"))


def local(tag: str) -> str:
    return tag.rpartition("}")[2]


def children(element: Element, name: str) -> Iterator[Element]:
    """Descendants by local name: strict and transitional workbooks differ in their namespaces only."""
    return (child for child in element.iter() if local(child.tag) == name)


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Relation id -> (type, target part) of a part."""
    folder, _, file = part.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
    if rels not in package.names():
        return {}
    found = {}
    for relation in children(package.tree(rels), "Relationship"):
        target = relation.get("Target", "")
        absolute = (
            target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        )
        if relation.get("TargetMode") != "External":
            found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], absolute)
    return found


def main_part(package: Package) -> str:
    for kind, target in relations(package, "").values():
        if kind == "officeDocument":
            return target
    raise Refusal("damaged", where="_rels/.rels")


def sheet_parts(package: Package, workbook: str, book: Element) -> list[SheetPart]:
    targets = relations(package, workbook)
    parts = []
    for sheet in children(book, "sheet"):
        relation = next((value for key, value in sheet.items() if local(key) == "id"), "")
        kind, part = targets.get(relation, ("", ""))
        if kind == "worksheet":
            hidden = sheet.get("state", "visible") != "visible"
            parts.append(SheetPart(sheet.get("name", ""), part, hidden))
    return parts
