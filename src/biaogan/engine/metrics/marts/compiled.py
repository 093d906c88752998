"""Questions in SQL, compiled once: what a declaration asks depends on the code, not on the facts.

Making SQL of a declaration takes up to a tenth of a second, and there are a hundred of them: as long as
the answers of a whole region. So the SQL is kept, in the process and in a folder, until the code changes.
It has blanks for the stores that make the region and for the day up to which windows have elapsed.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from biaogan.engine.facts.engines import quoted
from biaogan.engine.files import whole

if TYPE_CHECKING:
    import ibis

ANY_STORES = ("@stores@",)
ANY_DAY = date(9876, 5, 4)
OF_REGION = "@region@"  # ends the name of a table that holds for one region only
MADE_BY = ("ibis-framework", "sqlglot", "duckdb")
ENGINE = Path(__file__).resolve().parents[2]


class Question(NamedTuple):
    """SQL with blanks, and the names of the tables it reads. Without SQL there is nothing to ask."""

    sql: str
    needs: tuple[str, ...]


KNOWN: dict[str, Question] = {}


def question(
    name: str,
    folder: Path | None,
    build: Callable[[], ibis.Table | None],
    to_sql: Callable[[ibis.Table], str],
) -> Question:
    """The question `name`, compiled from what `build` declares unless it is known or lies in the folder."""
    if name not in KNOWN:
        path = folder / code() / f"{hashlib.sha256(name.encode()).hexdigest()[:24]}.json" if folder else None
        kept = _read(path) if path else None
        KNOWN[name] = kept or _compiled(build(), to_sql)
        if path and kept is None:
            _write(KNOWN[name], path)
    return KNOWN[name]


def _compiled(declared: ibis.Table | None, to_sql: Callable[[ibis.Table], str]) -> Question:
    if declared is None:
        return Question("", ())
    from ibis.expr import operations

    needs = {table.name for table in declared.op().find(operations.UnboundTable)}
    return Question(to_sql(declared), tuple(sorted(needs)))


def filled(sql: str, stores: Sequence[str], day: date = ANY_DAY) -> str:
    """SQL or a name with its blanks filled in."""
    listed = ", ".join(quoted(store) for store in stores) or "NULL"
    sql = sql.replace(quoted(ANY_STORES[0]), listed).replace(OF_REGION, f" of {region(stores)}")
    return sql.replace(_written(ANY_DAY), _written(day))


def region(stores: Sequence[str]) -> str:
    """A short name for the region that some stores make."""
    return hashlib.sha256("\n".join(sorted(stores)).encode()).hexdigest()[:12]


def _written(day: date) -> str:
    return f"MAKE_DATE({day.year}, {day.month}, {day.day})"


@cache
def code() -> str:
    """A digest of everything the SQL is made by: the engine's sources and the libraries."""
    digest = hashlib.sha256("\n".join(version(name) for name in MADE_BY).encode())
    for path in sorted(ENGINE.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _read(path: Path) -> Question | None:
    if not path.exists():
        return None
    kept = json.loads(path.read_text(encoding="utf-8"))
    return Question(kept["sql"], tuple(kept["needs"]))


def _write(one: Question, path: Path) -> None:
    """What other code had compiled goes."""
    if not path.parent.exists():
        shutil.rmtree(path.parents[1], ignore_errors=True)
    with whole(path) as unfinished:
        unfinished.write_text(json.dumps(one._asdict(), ensure_ascii=False), encoding="utf-8")
