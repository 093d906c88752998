"""What may not be done with a draw or a check, whoever asks. Each refusal is a sentence the person reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from biaogan.engine.methods.draw import hashed
from biaogan.org.models import Person
from biaogan.org.policies import NotAllowed
from biaogan.org.setting import value_of
from biaogan.quality.models import VideoCheck, VideoDraw, VideoScoring
from biaogan.quality.states.video import CheckState
from biaogan.quality.video.settings import KEEP

SHORTEST_SECRET = 8


def check_secret(secret: str) -> None:
    if len(secret) < SHORTEST_SECRET:
        sentence = _("A secret has at least %(count)d letters, so that nobody tries them all.")
        raise NotAllowed(sentence % {"count": SHORTEST_SECRET})


def check_public(public_from: str, public_on: date, today: date) -> None:
    if not public_from.strip():
        raise NotAllowed(_("Say which public number will be taken, before it is known."))
    if public_on <= today:
        raise NotAllowed(_("The public number must come out on a later day: nobody may know it yet."))


def check_frame_in_time(draw: VideoDraw, today: date) -> None:
    if today >= draw.public_on:
        sentence = _(
            "The public number is out since %(day)s: candidates frozen now could have been chosen by it."
        )
        raise NotAllowed(
            " ".join([sentence % {"day": draw.public_on}, _("Abandon this draw and begin a new one.")])
        )


def check_frame(stores: Sequence[str], count: int) -> None:
    if not stores or count == 0:
        raise NotAllowed(_("There is no candidate: choose a month that has begun, or bring a list."))


def check_reveal(draw: VideoDraw, secret: str, public_number: str, today: date) -> None:
    if today < draw.public_on:
        raise NotAllowed(
            _("The public number comes out on %(day)s. Draw from then on.") % {"day": draw.public_on}
        )
    if not public_number.strip():
        raise NotAllowed(_("Enter the public number that came out."))
    if hashed(secret) != draw.commitment:
        raise NotAllowed(_("This is not the secret whose hash was committed. Please check every letter."))


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise NotAllowed(_("Please give a reason."))


def check_may_score(check: VideoCheck, by: Person) -> None:
    if check.scorings.filter(by=by).exists():
        raise NotAllowed(_("You have scored this clip. The second scoring is another person's."))


def check_window(check: VideoCheck, day: date) -> None:
    """What was drawn is what is looked at."""
    if check.day is not None and day != check.day:
        sentence = _(
            "The draw says %(day)s. If there is no picture of that day, replace the clip with a reason."
        )
        raise NotAllowed(sentence % {"day": check.day})


def check_can_close_alone(check: VideoCheck, first: VideoScoring | None) -> None:
    if first is None or check.state != CheckState.SCORED:
        raise NotAllowed(_("Only a clip that waits for its second scoring can be closed without it."))


def check_footage_on() -> None:
    if not value_of(KEEP):
        raise NotAllowed(
            _("Footage is not kept here: the setting is off. The finding is recorded without it.")
        )
