"""The draw of video checks: 20,000 candidates hashed, frozen, drawn, and verified by a process of its own."""

from __future__ import annotations

import json
import time
from pathlib import Path

from processes import BIAOGAN, Table, quickest

from biaogan.engine.methods import draw
from biaogan.engine.methods.draw_file import document_of

CANDIDATES, STORES, PROMISED = 20_000, 10, 0.5
SECRET, NUMBER = "bench", "3412.87"


def draws(table: Table, folder: Path) -> None:
    frames = [
        [draw.Candidate(f"S{store}/clip-{at}", f"S{store}") for at in range(CANDIDATES // STORES)]
        for store in range(STORES)
    ]
    taken, record = min((_drawn(frames) for _ in range(3)), key=lambda one: one[0])
    table.add(
        f"Draw of {CANDIDATES:,} candidates: hashes of the lists, tickets, the smallest of {STORES} strata",
        f"{taken:.2f} s", f"at most {PROMISED} s", kept=taken <= PROMISED,
    )  # fmt: skip
    file = folder / "draw.json"
    file.write_text(json.dumps(document_of(record, about={})), encoding="utf-8")
    verified = quickest([*BIAOGAN, "draw", "verify", str(file)], folder / "no-home")
    table.add(f"`biaogan draw verify` of {CANDIDATES:,} candidates, whole process", str(verified))


def _drawn(frames: list[list[draw.Candidate]]) -> tuple[float, draw.Record]:
    begun = time.perf_counter()
    parts = [draw.part_hash(frame) for frame in frames]
    whole = draw.frame_hash(parts)
    tickets = draw.drawn([one for frame in frames for one in frame], draw.seed_of(SECRET, NUMBER), 3)
    taken = time.perf_counter() - begun
    chosen = [draw.Chosen(one.id, one.stratum, one.ticket) for one in tickets]
    record = draw.Record(draw.hashed(SECRET), SECRET, NUMBER, whole, parts, 3, frames, chosen)
    return taken, record
