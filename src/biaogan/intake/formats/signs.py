"""By which fields a kind of table is told from the others; the signs stand in `signs.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Signs:
    """`must`: of each group at least one field is present. `telling`: fields that speak for the kind.

    `proof`: fields hardly found elsewhere. `against`: fields whose presence speaks against it.
    `names`: words of file and sheet names. `spread` stands for the columns of a wide table.
    """

    must: tuple[frozenset[str], ...]
    telling: frozenset[str] = frozenset()
    proof: frozenset[str] = frozenset()
    against: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()


def _signs() -> dict[str, Signs]:
    declared = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
    return {
        kind: Signs(
            must=tuple(frozenset(group) for group in signs["must"]),
            telling=frozenset(signs.get("telling", ())),
            proof=frozenset(signs.get("proof", ())),
            against=frozenset(signs.get("against", ())),
            names=tuple(signs.get("names", ())),
        )
        for kind, signs in declared.items()
    }


SIGNS: dict[str, Signs] = _signs()
