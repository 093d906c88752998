"""The home: one folder that holds a region (database, lake, files, keys)."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

FOLDERS = ("files", "lake", "cache", "cache/static")
KEY_FILE = "secret.key"
KEY_BYTES = 32


def home() -> Path:
    """The folder of the region this process works on."""
    named = os.environ.get("BIAOGAN_HOME")
    return Path(named).expanduser().resolve() if named else Path.home() / ".local" / "share" / "biaogan"


def prepare_home(folder: Path) -> None:
    """Make what is missing; nothing that exists is changed."""
    for path in (folder, *(folder / name for name in FOLDERS)):
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / KEY_FILE).exists():
        _write_key(folder / KEY_FILE)


def _write_key(path: Path) -> None:
    # A second process may start at the same moment: the link either appears whole or not at all.
    draft = path.with_name(f"{KEY_FILE}.{secrets.token_hex(6)}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_hex(KEY_BYTES) + "\n", encoding="ascii")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # the other process was first; its key is the key
    finally:
        draft.unlink()


def secret(folder: Path) -> bytes:
    """The master key of a home: from the environment where one is given, else from its file."""
    text = os.environ.get("BIAOGAN_SECRET") or (folder / KEY_FILE).read_text(encoding="ascii")
    return text.strip().encode("utf-8")


def derived_key(master: bytes, purpose: str) -> bytes:
    """A key for one purpose only, so that knowing one gives away no other."""
    return hmac.new(master, b"biaogan/" + purpose.encode("ascii"), hashlib.sha256).digest()
