"""What a card says in words: missing figures, red lines, imbalance, how far a rank bears."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from biaogan.engine.methods.scorecard import SAID_BEYOND, Card, Part, Standing, Steadiness
from biaogan.engine.metrics.catalogue import metric_of
from biaogan.engine.metrics.metric import Perspective
from biaogan.targets.scorecard.composed import Composed
from biaogan.targets.scorecard.queries import PlaceCard
from biaogan.targets.words import PERSPECTIVES
from biaogan.targets.written import said, written
from biaogan.ui.status import Status

STATUS = {Standing.GREEN: Status.GOOD, Standing.AMBER: Status.WATCH, Standing.RED: Status.BAD}


def perspective(name: str) -> str:
    return str(PERSPECTIVES[Perspective(name)])


def place_name(place: PlaceCard) -> str:
    return place.store.name if place.store else _("Region")


def names(slugs: Sequence[str]) -> str:
    return _(", ").join(said(metric_of(slug).name) for slug in slugs)


def score(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f}"


def sentences(place: PlaceCard) -> list[str]:
    """All there is to say of a place's card, the gravest first."""
    card = place.card
    said_of = [*red_lines(place), *imbalance(card), *_missing(card)]
    if place.steady:
        said_of.append(steady(place.steady))
    return said_of


def red_lines(place: PlaceCard) -> list[str]:
    found = []
    for slug in place.card.breached:
        one = place.of(slug)
        words = {
            "name": said(one.entry.metric.name),
            "value": written(one.entry.metric, one.reading.value),
            "limit": written(one.entry.metric, one.entry.red_line),
        }
        found.append(_("Red line crossed: %(name)s %(value)s, limit %(limit)s. Amber at best.") % words)
    return found


def imbalance(card: Card) -> list[str]:
    """Said when one perspective is far behind another: money must not hide the customer."""
    known = [part for part in card.parts if part.score is not None]
    if card.imbalance is None or card.imbalance < SAID_BEYOND:
        return []
    best, weakest = max(known, key=_score_of), min(known, key=_score_of)
    words = {
        "best": perspective(best.perspective),
        "high": score(best.score),
        "weakest": perspective(weakest.perspective),
        "low": score(weakest.score),
        "gap": score(card.imbalance),
    }
    return [_("Out of balance: %(best)s %(high)s, %(weakest)s %(low)s, %(gap)s points apart.") % words]


def _score_of(part: Part) -> float:
    return part.score or 0.0


def _missing(card: Card) -> list[str]:
    if not card.missing:
        return []
    words = {"names": names(card.missing)}
    return [_("Without data, target, or enough cases, so weighed out: %(names)s.") % words]


def steady(found: Steadiness) -> str:
    words = {"rank": found.rank, "share": f"{found.kept:.0%}", "best": found.best, "worst": found.worst}
    if found.best == found.worst:
        return _("Rank %(rank)s holds under %(share)s of reasonable weights.") % words
    return (
        _(
            "Rank %(rank)s holds under %(share)s of reasonable weights; in nine of ten it lies between"
            " %(best)s and %(worst)s."
        )
        % words
    )


def origin(composed: Composed) -> str:
    """Who set the weights, and since when they count."""
    if composed.pk is None:
        return _("These are the weights the product comes with.")
    words = {"month": composed.month, "who": composed.set_by or "—", "note": composed.note}
    return _("Weights since %(month)s, set by %(who)s: %(note)s") % words
