"""A draw as one JSON document: everything it takes to check it, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from biaogan.engine.methods.draw import Candidate, Chosen, Record

FORMAT = "biaogan-draw-1"
HOW = (
    "sha256(secret) = commitment; each part is sha256 of the lines 'id TAB stratum' sorted by id and joined "
    "by line feeds; frame_hash is sha256 of the sorted parts joined by line feeds; ticket = "
    "sha256(secret + public_number + ',' + id); the smallest tickets of each stratum are drawn."
)


def document_of(record: Record, *, about: Mapping[str, str]) -> dict[str, Any]:
    """The record with how to check it by hand; `about` says of which region, month and number it is."""
    return {
        "format": FORMAT,
        "how": HOW,
        "about": dict(about),
        "commitment": record.commitment,
        "secret": record.secret,
        "public_number": record.public_number,
        "frame_hash": record.frame_hash,
        "parts": list(record.parts),
        "per_stratum": record.per_stratum,
        "frames": [[[one.id, one.stratum] for one in frame] for frame in record.frames],
        "drawn": [
            {"id": one.id, "stratum": one.stratum, "ticket": one.ticket, "replaced": one.replaced}
            for one in record.chosen
        ],
    }


def record_of(document: object) -> Record:
    """The record of a document; raises ValueError that says what is missing or wrong."""
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise ValueError(f"this is no draw: the format is not {FORMAT}")
    try:
        return Record(
            commitment=_text(document, "commitment"),
            secret=_text(document, "secret"),
            public_number=_text(document, "public_number"),
            frame_hash=_text(document, "frame_hash"),
            parts=[str(one) for one in _list(document, "parts")],
            per_stratum=int(document["per_stratum"]),
            frames=[[Candidate(str(name), str(stratum)) for name, stratum in frame]
                    for frame in _list(document, "frames")],
            chosen=[Chosen(*(_text(one, name) for name in ("id", "stratum", "ticket", "replaced")))
                    for one in _list(document, "drawn")],
        )  # fmt: skip
    except KeyError as fault:
        raise ValueError(f"the draw has no {fault}") from fault
    except TypeError as fault:
        raise ValueError(f"the draw is damaged: {fault}") from fault


def _text(row: Mapping[str, Any], name: str) -> str:
    if not isinstance(row[name], str):
        raise TypeError(f"{name} is no text")
    return str(row[name])


def _list(row: Mapping[str, Any], name: str) -> Sequence[Any]:
    if not isinstance(row[name], list):
        raise TypeError(f"{name} is no list")
    return list(row[name])
