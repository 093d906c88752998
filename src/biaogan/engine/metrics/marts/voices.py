"""What customers say: surveys and complaints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biaogan.engine.metrics.marts.shape import month_of, yes

if TYPE_CHECKING:
    import ibis

    from biaogan.engine.metrics.marts import Marts

RESPONSE_HOURS = 24
CLOSURE_HOURS = 72
PROMOTER_FROM = 9000
DETRACTOR_TO = 6000


def surveys(marts: Marts) -> ibis.Table:
    """The mart `survey`: one row per survey sent, in the month of the service."""
    facts = marts.fact("survey")
    answered = facts.answered_at.notnull()
    rated = answered & facts.nps_score_milli.notnull()
    return facts.select(
        "store", "ro_no", "vin", "batch", "line",
        month=month_of(facts.service_date),
        answered=answered,
        scored=answered & facts.score_milli.notnull(),
        score=facts.score_milli,
        asked_fixed=answered & facts.fixed_first_time.notnull(),
        fixed=answered & yes(facts.fixed_first_time),
        rated=rated,
        promoter=rated & yes(facts.nps_score_milli >= PROMOTER_FROM),
        detractor=rated & yes(facts.nps_score_milli <= DETRACTOR_TO),
    )  # fmt: skip


def complaints(marts: Marts) -> ibis.Table:
    """The mart `complaint`: one row per complaint in the month it was received; clock hours."""
    import ibis

    facts = marts.fact("complaint")
    respond_by = facts.received_at + ibis.interval(hours=RESPONSE_HOURS)
    close_by = facts.received_at + ibis.interval(hours=CLOSURE_HOURS)
    return facts.select(
        "store", "complaint_no", "ro_no", "vin", "received_at", "batch", "line",
        month=month_of(facts.received_at),
        answered_in_time=yes(facts.first_contact_at <= respond_by),
        closed_in_time=yes(facts.closed_at <= close_by),
    )  # fmt: skip
