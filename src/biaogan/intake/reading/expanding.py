"""Paths as their owner gives them: files, folders, zips; out come the files to read."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .archive import UNFIT, check_ratio, entry_name, open_zip, zip_kind
from .limits import Limits
from .opening import readable_name
from .refusal import Refusal, Unreadable, too_large, unreadable

IGNORED_NAMES = {"thumbs.db", "desktop.ini", "__macosx"}
LOCK_PREFIXES = ("~$", ".~", ".")
BLOCK = 1 << 20
DEFAULT = Limits()
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
MAX_DEPTH = 1  # a zip inside a zip is unpacked, one inside that is not


@dataclass(frozen=True)
class Member:
    """A file to read: where it lies, and what its owner calls it (`日报.zip/三月/维修查询.xls`)."""

    path: Path
    name: str


@dataclass
class Budget:
    """What one call may still unpack, all zips together."""

    unzipped_bytes: int
    entries: int

    def spend(self, entries: list[zipfile.ZipInfo]) -> None:
        self.entries -= len(entries)
        self.unzipped_bytes -= sum(entry.file_size for entry in entries)
        if self.entries < 0 or self.unzipped_bytes < 0:
            raise Refusal("zip-bomb", where="zip")


def expand(paths: Sequence[Path], *, into: Path, limits: Limits = DEFAULT) -> Iterator[Member | Unreadable]:
    """Files as they are, folders with all below them in order of name, zips unpacked into the folder `into`.

    Hidden and lock files are passed over. What cannot be unpacked comes out as Unreadable; the rest goes on.
    """
    unpacking = Unpacking(into, limits, Budget(limits.max_archive_unzipped_bytes, limits.max_entries))
    for path in paths:
        if path.is_dir():
            for file in folder_files(path):
                yield from unpacking.files(file, name_below(file, path))
        elif path.is_file():
            yield from unpacking.files(path, readable_name(path))
        else:
            yield unreadable("missing", readable_name(path))


def folder_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if is_ignored(path.name):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from folder_files(path)
        elif path.is_file():
            yield path


def is_ignored(name: str) -> bool:
    return name.startswith(LOCK_PREFIXES) or name.lower() in IGNORED_NAMES


def name_below(file: Path, folder: Path) -> str:
    parts = file.relative_to(folder).parts
    return "/".join(readable_name(Path(part)) for part in (folder.resolve().name, *parts))


def is_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in ZIP


@dataclass(frozen=True)
class Unpacking:
    into: Path
    limits: Limits
    budget: Budget

    def files(self, path: Path, name: str, depth: int = 0) -> Iterator[Member | Unreadable]:
        try:
            if not is_zip(path) or zip_kind(path) != "zip":
                yield Member(path, name)
                return
            check_depth(depth)
            yield from self._members(path, name, depth)
        except Refusal as refusal:
            yield refusal.about(name)

    def _members(self, path: Path, name: str, depth: int) -> Iterator[Member | Unreadable]:
        if path.stat().st_size > self.limits.max_archive_bytes:
            size, limit = path.stat().st_size >> 20, self.limits.max_archive_bytes >> 20
            raise too_large("文件大小（MiB）", "MiB", size, limit)
        with open_zip(path) as archive:
            entries = [entry for entry in archive.infolist() if is_wanted(entry)]
            self.budget.spend(entries)
            for entry in sorted(entries, key=entry_name):
                inner = f"{name}/{'/'.join(safe_parts(entry))}"
                try:
                    unpacked = self._unpack(archive, entry)
                except Refusal as refusal:
                    yield refusal.about(inner)
                    continue
                yield from self.files(unpacked, inner, depth + 1)

    def _unpack(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Path:
        """Into a file with a name of our own: nothing in the zip decides where it lands."""
        if entry.flag_bits & 1:
            raise Refusal("encrypted")
        check_ratio(entry, self.limits)
        handle, target = tempfile.mkstemp(dir=self.into, prefix="member-")
        try:
            # zipfile stops at the declared size and then compares the check sum, so a lie is found.
            with archive.open(entry) as source, os.fdopen(handle, "wb") as sink:
                shutil.copyfileobj(source, sink, BLOCK)
        except (*UNFIT, zlib.error, RuntimeError) as error:
            Path(target).unlink()
            raise Refusal("damaged", where="zip") from error
        return Path(target)


def check_depth(depth: int) -> None:
    if depth > MAX_DEPTH:
        raise Refusal("nested-too-deep")


def is_wanted(entry: zipfile.ZipInfo) -> bool:
    return not entry.is_dir() and not any(is_ignored(part) for part in safe_parts(entry))


def safe_parts(entry: zipfile.ZipInfo) -> list[str]:
    parts = entry_name(entry).replace("\\", "/").split("/")
    return [part for part in parts if part not in ("", ".", "..") and not part.endswith(":")] or ["?"]
