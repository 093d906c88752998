"""What feedback does not allow, whoever asks. Each refusal is a sentence the person reads."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from biaogan.engine.text import Text
from biaogan.org.policies import NotAllowed
from biaogan.quality.feedback.themes import NO_THEME, shipped, themes
from biaogan.quality.models import Feedback

LONGEST = 4_000  # letters: a letter of complaint; more is a file in the wrong field
LEAST_WORDS = 2  # letters or figures: less says nothing
OLDEST = date(2000, 1, 1)
SHORTEST_WORD = 2

TOO_LONG = Text(
    "这段文字有 {letters} 个字，最多 {most} 个。请只保留客户的原话。",
    "This text has {letters} letters, at most {most} are taken. Keep the customer's own words only.",
)
NO_WORDS = Text(
    "这里没有文字，只有表情或符号。请写出客户说了什么。",
    "There are no words here, only signs or emoji. Write what the customer said.",
)


def fault_of(text: str) -> Text | None:
    """Why a text cannot be taken, in both languages; None where it can."""
    if len(text) > LONGEST:
        return Text(
            TOO_LONG.zh.format(letters=f"{len(text):,}", most=f"{LONGEST:,}"),
            TOO_LONG.en.format(letters=f"{len(text):,}", most=f"{LONGEST:,}"),
        )
    return NO_WORDS if sum(letter.isalnum() for letter in text) < LEAST_WORDS else None


def check_day(day: date, today: date) -> None:
    if not OLDEST <= day <= today:
        raise NotAllowed(
            _("The day %(day)s lies in the future or too far back. Check the date.") % {"day": day}
        )


def check_theme(code: str) -> None:
    if code != NO_THEME and code not in themes():
        raise NotAllowed(_("This theme is not in use any more. Choose another."))


def check_said(feedback: Feedback) -> None:
    if feedback.withdrawn:
        raise NotAllowed(_("The file this text came with was taken back."))


def check_can_become_finding(feedback: Feedback) -> None:
    check_said(feedback)
    if feedback.state != "confirmed" or not feedback.theme:
        raise NotAllowed(_("Confirm first what the text is about; then it can become a finding."))


def check_ships(code: str) -> None:
    if code not in shipped():
        raise NotAllowed(_("This theme was added here; put it out of use instead."))


def check_words(words: list[str]) -> None:
    short = [word for word in words if len(word.replace("*", "").strip()) < SHORTEST_WORD]
    if short:
        raise NotAllowed(
            _("“%(word)s” is too short: a word needs two letters, or it is found everywhere.")
            % {"word": short[0]}
        )
    if not words:
        raise NotAllowed(_("A theme needs at least one word by which its texts are found."))
