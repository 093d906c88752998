"""A whole home in one file: made while the product runs, and checked byte by byte when restored.

The file is a tar with the database, the lake, the files and the key, and a manifest with the SHA-256
of each. The database is copied first: the lake only ever adds, so everything the copied database
points at is there when the lake is copied after it.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from biaogan.config.home import KEY_FILE
from biaogan.config.postgresql import dump, load

MANIFEST = "manifest.json"
SQLITE_MEMBER, POSTGRESQL_MEMBER = "biaogan.sqlite3", "biaogan.dump"
FOLDERS = ("lake", "files")
UNFINISHED = (".part", ".tmp", ".draft")
CHUNK = 1 << 20


class CannotBackUp(ValueError):
    """Why a backup cannot be made."""


class CannotRestore(ValueError):
    """Why a backup is refused; the home is as it was."""


Database = dict[str, Any]  # as Django's settings describe one


@dataclass(frozen=True)
class Summary:
    members: int
    size: int
    head: dict[str, Any]


def back_up(home: Path, target: Path, *, database: Database, head: dict[str, Any], at: datetime) -> Summary:
    """Write the home into `target`, which appears only when it is whole."""
    if target.exists():
        raise CannotBackUp(f"{target} is there already; name a file that is not.")
    part = target.with_name(f"{target.name}.part")
    with tempfile.TemporaryDirectory(prefix="biaogan-backup-") as folder:
        copy = _copy_database(Path(folder), database)
        sources = [(copy.name, copy), (KEY_FILE, home / KEY_FILE), *_files(home)]
        try:
            summary = _write(part, sources, {"made_at": at.isoformat(), "database": copy.name, "head": head})
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    return summary


def _copy_database(folder: Path, database: Database) -> Path:
    if not database["ENGINE"].endswith("sqlite3"):
        return dump(database, folder / POSTGRESQL_MEMBER)
    copy = folder / SQLITE_MEMBER
    connection = sqlite3.connect(database["NAME"], timeout=60)
    try:
        connection.execute("VACUUM INTO ?", (str(copy),))
    finally:
        connection.close()
    return copy


def _files(home: Path) -> Iterator[tuple[str, Path]]:
    """What lies in lake and files; the logs of the lake before the data they speak of."""
    for folder in FOLDERS:
        found = [path for path in (home / folder).rglob("*") if path.is_file()]
        found = [path for path in found if not path.name.endswith(UNFINISHED)]
        for path in sorted(found, key=lambda path: ("_delta_log" not in path.parts, str(path))):
            yield path.relative_to(home).as_posix(), path


def _write(part: Path, sources: list[tuple[str, Path]], about: dict[str, Any]) -> Summary:
    members, size = [], 0
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # it holds the key
    with os.fdopen(descriptor, "wb") as raw, tarfile.open(fileobj=raw, mode="w") as archive:
        for name, path in sources:
            member = _add(archive, name, path)
            members.append(member)
            size += member["size"]
        text = json.dumps({"product": "biaogan", **about, "members": members}, ensure_ascii=False).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size = len(text)
        archive.addfile(info, io.BytesIO(text))
        raw.flush()
        os.fsync(raw.fileno())
    return Summary(len(members), size, about["head"])


class Hashing:
    """A file being read, hashed on the way."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.mark = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.mark.update(data)
        return data


def _add(archive: tarfile.TarFile, name: str, path: Path) -> dict[str, Any]:
    with path.open("rb") as source:
        info = tarfile.TarInfo(name)
        info.size = os.fstat(source.fileno()).st_size
        hashing = Hashing(source)
        archive.addfile(info, hashing)
    return {"name": name, "size": info.size, "sha256": hashing.mark.hexdigest()}


def restore(source: Path, home: Path, *, database: Database) -> Summary:
    """Check the backup whole, then put it into the empty home."""
    _check_empty(home)
    home.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{home.name}-restore-", dir=home.parent))
    try:
        manifest = _unpack(source, draft)
        _put_database(draft, manifest["database"], database)
        _move(draft, home)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    size = sum(member["size"] for member in manifest["members"])
    return Summary(len(manifest["members"]), size, manifest["head"])


def _check_empty(home: Path) -> None:
    """A key and empty folders are no data; anything else is somebody's work."""
    found = [
        path for path in home.rglob("*") if path.is_file() and path.relative_to(home).parts[0] != "cache"
    ]
    if any(path.name != KEY_FILE for path in found):
        raise CannotRestore(f"{home} is not empty; restore into a fresh folder with --home.")


def _unpack(source: Path, draft: Path) -> dict[str, Any]:
    found: dict[str, tuple[int, str]] = {}
    manifest: dict[str, Any] | None = None
    try:
        with tarfile.open(source, mode="r:") as archive:
            for info in archive:
                content = archive.extractfile(info) if info.isfile() else None
                if content is None:
                    raise CannotRestore(f"{source} holds something that is not a file: {info.name}.")
                if info.name == MANIFEST:
                    manifest = json.loads(content.read())
                else:
                    found[info.name] = _extract(content, _inside(draft, info.name))
    except (tarfile.TarError, OSError, ValueError) as error:
        raise CannotRestore(f"{source} cannot be read as a backup: {error}") from error
    if manifest is None or manifest.get("product") != "biaogan":
        raise CannotRestore(f"{source} is not a whole backup of Biaogan: its manifest is missing.")
    _compare(source, manifest, found)
    return manifest


def _inside(draft: Path, name: str) -> Path:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise CannotRestore(f"The backup names a file outside the home: {name}.")
    return draft / path


def _extract(content: IO[bytes], path: Path) -> tuple[int, str]:
    path.parent.mkdir(parents=True, exist_ok=True)
    hashing = Hashing(content)
    with path.open("wb") as target:
        shutil.copyfileobj(hashing, target, CHUNK)
    path.chmod(0o600)
    return path.stat().st_size, hashing.mark.hexdigest()


def _compare(source: Path, manifest: dict[str, Any], found: dict[str, tuple[int, str]]) -> None:
    named = {member["name"]: (member["size"], member["sha256"]) for member in manifest["members"]}
    if found != named:
        wrong = sorted(name for name in named.keys() | found.keys() if named.get(name) != found.get(name))
        raise CannotRestore(f"{source} is damaged at {wrong[0]}; use another backup.")


def _put_database(draft: Path, member: str, database: Database) -> None:
    sqlite = database["ENGINE"].endswith("sqlite3")
    if (member == SQLITE_MEMBER) != sqlite:
        kinds = ("SQLite", "PostgreSQL") if member == SQLITE_MEMBER else ("PostgreSQL", "SQLite")
        raise CannotRestore(
            f"The backup is of {kinds[0]}, this home of {kinds[1]}; see BIAOGAN_DATABASE_URL."
        )
    if not sqlite:
        load(draft / member, database)
        (draft / member).unlink()
        return
    connection = sqlite3.connect(draft / member)
    try:
        verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        connection.close()
    if verdict != "ok":
        raise CannotRestore(f"The database in the backup is damaged: {verdict}")


def _move(draft: Path, home: Path) -> None:
    home.mkdir(mode=0o700, exist_ok=True)
    for entry in draft.iterdir():
        target = home / entry.name
        if target.is_dir():
            shutil.rmtree(target)  # checked above: nothing but empty folders
        entry.replace(target)
