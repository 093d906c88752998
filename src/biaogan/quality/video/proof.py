"""A draw laid open: to those of a store with its own candidates, to those of the region with all."""

from __future__ import annotations

from typing import Any

from biaogan.engine.methods.draw import Candidate, Chosen, Record, Verdict, verify
from biaogan.engine.methods.draw_file import document_of
from biaogan.org.scope import Scope
from biaogan.quality.models import VideoDraw
from biaogan.quality.states.video import CheckState, DrawState
from biaogan.quality.video.frames import candidates


def record(draw: VideoDraw, scope: Scope) -> Record:
    """Of stores outside the scope only the hashes of their lists are given."""
    frames = list(draw.frames.within(scope))
    checks = draw.checks.filter(store__code__in=scope.store_codes)
    return Record(
        commitment=draw.commitment,
        secret=draw.secret,
        public_number=draw.public_number,
        frame_hash=draw.frame_hash,
        parts=sorted(draw.frames.values_list("hash", flat=True)),
        per_stratum=draw.per_stratum,
        frames=[_listed(one.candidates) for one in frames],
        chosen=[Chosen(one.candidate, one.stratum, one.ticket, one.replaced_because) for one in checks],
    )


def _listed(rows: list[list[str]]) -> list[Candidate]:
    return candidates(rows)


def is_open(draw: VideoDraw, scope: Scope, *, checks_video: bool) -> bool:
    """A store verifies once its own clips are checked; before, it would know which ones to prepare."""
    if draw.state != DrawState.DRAWN:
        return False
    waiting = draw.checks.filter(
        store__code__in=scope.store_codes, state__in=(CheckState.DRAWN, CheckState.SCORED)
    )
    return checks_video or not waiting.exists()


def verdict(draw: VideoDraw, scope: Scope) -> Verdict:
    return verify(record(draw, scope))


def document(draw: VideoDraw, scope: Scope) -> dict[str, Any]:
    about = {
        "region": draw.region.name, "month": draw.month, "public_from": draw.public_from,
        "public_on": draw.public_on.isoformat(), "committed_at": draw.committed_at.isoformat(),
        "frozen_at": draw.frozen_at.isoformat() if draw.frozen_at else "",
        "drawn_at": draw.drawn_at.isoformat() if draw.drawn_at else "",
    }  # fmt: skip
    return document_of(record(draw, scope), about=about)
