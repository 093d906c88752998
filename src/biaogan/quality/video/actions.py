"""Commit, freeze, reveal: each one transaction with its audit event, in this order and never back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biaogan.engine.methods.draw import Ticket, drawn, frame_hash, hashed, in_order, part_hash, seed_of
from biaogan.org import audit
from biaogan.org.models import Person, Region, Store
from biaogan.org.policies import NotAllowed
from biaogan.org.setting import value_of
from biaogan.quality.models import VideoCheck, VideoDraw, VideoFrame
from biaogan.quality.states.moving import check_move
from biaogan.quality.states.video import CHECK_MOVES, DRAW_MOVES, CheckState, DrawState
from biaogan.quality.typed import masked
from biaogan.quality.video import policies
from biaogan.quality.video.frames import Clip, candidates
from biaogan.quality.video.settings import TWICE


@transaction.atomic
def commit_draw(
    *,
    region: Region,
    month: str,
    strata: str,
    per_stratum: int,
    secret: str,
    public_from: str,
    public_on: date,
    by: Person,
    at: datetime,
) -> VideoDraw:
    """Only the hash of the secret is kept; the secret stays with the person until the draw."""
    policies.check_secret(secret)
    policies.check_public(public_from, public_on, timezone.localdate(at))
    made = VideoDraw.objects.create(
        region=region, month=month, strata=strata, per_stratum=per_stratum, commitment=hashed(secret),
        public_from=public_from.strip(), public_on=public_on, committed_by=by, committed_at=at,
    )  # fmt: skip
    details: dict[str, object] = {
        "commitment": made.commitment,
        "public_from": made.public_from,
        "month": month,
    }
    _note("draw-committed", made, by, details)
    return made


@transaction.atomic
def freeze_draw(
    *, draw: VideoDraw, clips: Mapping[str, Sequence[Clip]], by: Person, at: datetime
) -> VideoDraw:
    """The candidates of each store by code, with the hash of each list and of all together."""
    draw = _moved(draw, DrawState.FROZEN)
    policies.check_frame_in_time(draw, timezone.localdate(at))
    policies.check_frame(sorted(clips), sum(len(rows) for rows in clips.values()))
    stores = {one.code: one for one in Store.objects.filter(region=draw.region, code__in=clips)}
    parts = []
    for code, own in sorted(clips.items()):
        rows = sorted(clip.row(code, draw.strata) for clip in own)
        try:
            part = part_hash(candidates(rows))
        except ValueError as fault:
            raise NotAllowed(
                _("A candidate stands in the list twice or holds a tab: %(why)s") % {"why": fault}
            ) from fault
        VideoFrame.objects.create(draw=draw, store=stores[code], candidates=rows, hash=part)
        parts.append(part)
    draw.frame_hash, draw.frozen_at = frame_hash(parts), at
    draw.save(update_fields=["state", "frame_hash", "frozen_at"])
    count = sum(len(rows) for rows in clips.values())
    _note("draw-frozen", draw, by, {"frame_hash": draw.frame_hash, "candidates": count})
    return draw


@transaction.atomic
def reveal_draw(
    *, draw: VideoDraw, secret: str, public_number: str, by: Person, at: datetime
) -> list[VideoCheck]:
    """The public number is added, and the smallest tickets of every stratum are drawn."""
    draw = _moved(draw, DrawState.DRAWN)
    policies.check_reveal(draw, secret, public_number, timezone.localdate(at))
    draw.secret, draw.public_number = secret, public_number.strip()
    draw.drawn_by, draw.drawn_at = by, at
    draw.save(update_fields=["state", "secret", "public_number", "drawn_by", "drawn_at"])
    seed, made = seed_of(draw.secret, draw.public_number), []
    for frame in draw.frames.select_related("store"):
        rows = {row[0]: row for row in frame.candidates}
        tickets = drawn(candidates(frame.candidates), seed, draw.per_stratum)
        made += [_check(draw, frame.store, one, rows[one.id]) for one in tickets]
    VideoCheck.objects.bulk_create(made)
    _note("draw-revealed", draw, by, {"public_number": draw.public_number, "checks": len(made)})
    return made


def _check(draw: VideoDraw, store: Store, ticket: Ticket, row: Sequence[str]) -> VideoCheck:
    """Whether it is scored twice follows from the ticket too: nobody chooses."""
    twice = int(ticket.ticket[-8:], 16) % 100 < value_of(TWICE)
    _id, stratum, step, part, day = row
    return VideoCheck(
        draw=draw, store=store, candidate=ticket.id, stratum=stratum, ticket=ticket.ticket, step=step,
        part=part, day=date.fromisoformat(day) if day else None, twice=twice,
    )  # fmt: skip


@transaction.atomic
def abandon_draw(*, draw: VideoDraw, because: str, by: Person) -> VideoDraw:
    """It stays in the list: whoever abandons draws until one pleases is seen."""
    policies.check_reason(because)
    draw = _moved(draw, DrawState.ABANDONED)
    draw.abandoned_because = because.strip()
    draw.save(update_fields=["state", "abandoned_because"])
    _note("draw-abandoned", draw, by, {"reason": draw.abandoned_because})
    return draw


@dataclass(frozen=True)
class Replaced:
    former: VideoCheck
    instead: VideoCheck | None


@transaction.atomic
def replace_check(*, check: VideoCheck, because: str, by: Person) -> Replaced:
    """The next ticket of the stratum takes its place; None when the stratum is used up."""
    policies.check_reason(because)
    rows = VideoCheck.objects.select_for_update(of=("self",)).select_related("store", "draw")
    check = rows.get(pk=check.pk)
    check_move(CHECK_MOVES, CheckState, check.state, CheckState.REPLACED)
    check.state, check.replaced_because = CheckState.REPLACED, masked(because)
    check.save(update_fields=["state", "replaced_because"])
    instead = _next(check)
    details = {
        "candidate": check.candidate, "reason": check.replaced_because,
        "after": instead.candidate if instead else "",
    }  # fmt: skip
    audit.record(
        "check-replaced",
        by=by,
        about="video-check",
        key=str(check.pk),
        store=check.store.code,
        details=details,
    )
    return Replaced(check, instead)


def _next(check: VideoCheck) -> VideoCheck | None:
    frame = VideoFrame.objects.select_related("store").get(draw=check.draw, store=check.store)
    seed = seed_of(check.draw.secret, check.draw.public_number)
    ordered = in_order(candidates(frame.candidates), seed)[check.stratum]
    taken = set(check.draw.checks.filter(store=check.store).values_list("candidate", flat=True))
    free = next((one for one in ordered if one.id not in taken), None)
    if free is None:
        return None
    made = _check(check.draw, frame.store, free, next(row for row in frame.candidates if row[0] == free.id))
    made.save()
    return made


def _moved(draw: VideoDraw, state: str) -> VideoDraw:
    draw = VideoDraw.objects.select_for_update(of=("self",)).select_related("region").get(pk=draw.pk)
    check_move(DRAW_MOVES, DrawState, draw.state, state)
    draw.state = state
    return draw


def _note(action: str, draw: VideoDraw, by: Person, details: dict[str, object]) -> None:
    audit.record(action, by=by, about="video-draw", key=str(draw.pk), details=details)
