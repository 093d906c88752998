"""Making the translations readable for Django: each `.po` beside its `.mo`, made anew when older.

`python -m biaogan.config.messages` does it; no program of the system is needed.
"""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def catalogues() -> list[Path]:
    return sorted(PACKAGE.glob("**/locale/*/LC_MESSAGES/django.po"))


def compile_stale() -> int:
    """How many had to be made; several processes may do it at once."""
    stale = [path for path in catalogues() if _is_stale(path)]
    for path in stale:
        _compile(path)
    return len(stale)


def _is_stale(path: Path) -> bool:
    made = path.with_suffix(".mo")
    return not made.exists() or made.stat().st_mtime_ns < path.stat().st_mtime_ns


def _compile(path: Path) -> None:
    import polib

    draft = path.with_suffix(f".{os.getpid()}.draft")
    polib.pofile(str(path)).save_as_mofile(str(draft))
    draft.replace(path.with_suffix(".mo"))


if __name__ == "__main__":
    compile_stale()
