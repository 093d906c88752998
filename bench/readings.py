"""In a process of its own: the product's readings.

`cold FILE` works them out, `kept FILE` takes them from the sums kept since the import, `warm` asks again and
again in one process, `where` tells the files and months.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from typing import Any

from biaogan.config.bootstrap import prepare

AS_OF = date(2026, 1, 31)
MONTHS = ("2023-01", "2025-12")


def asked(slugs: list[str], **more: Any) -> list[Any]:
    from biaogan.engine.metrics.reading import readings
    from biaogan.engine.periods import months_between
    from biaogan.intake.state import snapshot
    from biaogan.org.models import Store

    stores = list(Store.objects.order_by("code").values_list("code", flat=True))
    return readings(
        snapshot(), slugs, months=months_between(*MONTHS), stores=stores, as_of=AS_OF, by="both", **more
    )


def cold(path: str, slugs: list[str], **more: Any) -> None:
    import polars as pl

    rows = [
        (r.slug, r.place, int(r.month[:4]) * 12 + int(r.month[5:]) - 1, *map(_plain, r[4:7]))
        for r in asked(slugs, **more)
    ]
    names = ("slug", "place", "month", "numerator", "denominator", "value")
    pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None).write_parquet(path)


def _plain(number: Any) -> float | None:
    return None if number is None else float(number)


def warm(slugs: list[str]) -> None:
    """Milliseconds of asking for everything: first from the files of the cache, then again."""
    from django.conf import settings

    asked(slugs, cache=settings.BIAOGAN_CACHE)
    taken = []
    for _ in range(5):
        begun = time.perf_counter()
        asked(slugs, cache=settings.BIAOGAN_CACHE)
        taken.append((time.perf_counter() - begun) * 1000)
    sys.stdout.write(json.dumps(sorted(taken)[len(taken) // 2]))


def where() -> None:
    from biaogan.intake.state import lake, newest

    state = newest()
    pins = state.pins if state else {}
    files = {kind: lake().files(kind, pin) for kind, pin in pins.items()}
    months = [int(month[:4]) * 12 + int(month[5:]) - 1 for month in MONTHS]
    sys.stdout.write(json.dumps({"files": files, "months": months, "as_of": AS_OF.isoformat()}))


def main(what: str, *arguments: str) -> None:
    prepare()
    from biaogan.engine.metrics.catalogue import CATALOGUE

    slugs = arguments[-1].split(",") if arguments and arguments[-1] != "all" else list(CATALOGUE)
    if what == "cold":
        cold(arguments[0], slugs)
    elif what == "kept":
        from django.conf import settings

        cold(arguments[0], slugs, cache=settings.BIAOGAN_CACHE)
    elif what == "warm":
        warm(slugs)
    else:
        where()


if __name__ == "__main__":
    main(*sys.argv[1:])
