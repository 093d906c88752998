"""What surprise moments do not allow, whoever asks. Each refusal is a sentence the person reads."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from biaogan.org.models import Store
from biaogan.org.policies import NotAllowed
from biaogan.org.setting import value_of
from biaogan.quality.models import Card, Idea, Moment, Preference
from biaogan.quality.surprises.children import Told, told_of_a_child
from biaogan.quality.surprises.settings import MOST_YUAN
from biaogan.quality.vehicles import Vehicle, names_of
from biaogan.ui.formats import iso_day

SHORTEST = 4  # letters


def check_says_no_child(text: str) -> None:
    """That a child is on board may be said; its name, age, school year and birthday may not."""
    told = told_of_a_child(text)
    if told is not None:
        raise NotAllowed(
            {
                Told.AGE: _(
                    "The text tells an age or a school year. Leave it out and write “a child” only,"
                    " for example: “a picture book for the child on the back seat”."
                ),
                Told.BIRTHDAY: _(
                    "The text tells of a child's birthday. Leave it out and write “a child” only,"
                    " for example: “a balloon for the child on the back seat”."
                ),
                Told.NAME: _(
                    "The text seems to name a child. Leave the name out and write “a child” only,"
                    " for example: “stickers for the child while the family waited”."
                ),
            }[told]
        )


def check_says_something(text: str) -> None:
    if sum(letter.isalnum() for letter in text) < SHORTEST:
        raise NotAllowed(_("Say it in at least %(letters)d letters.") % {"letters": SHORTEST})


def check_cost(cost_yuan: int) -> None:
    most = value_of(MOST_YUAN)
    if cost_yuan > most:
        sentence = _("A surprise costs at most %(most)d yuan; this one costs %(cost)d.")
        raise NotAllowed(sentence % {"most": most, "cost": cost_yuan})


def check_day(happened_on: date, today: date) -> None:
    if happened_on > today:
        raise NotAllowed(_("%(day)s has not come yet.") % {"day": happened_on})


def check_moment_over(when: datetime, at: datetime) -> None:
    if when > at:
        raise NotAllowed(_("The consent lies in the future. Give the moment at which it was really given."))


def check_never_twice(customer: Vehicle, idea: Idea) -> None:
    """The same idea for the same customer is no surprise; at whichever store it was."""
    first = Moment.objects.filter(customer__in=list(names_of([customer.key])), idea=idea).first()
    if first is not None:
        sentence = _("This customer was surprised with “%(idea)s” on %(day)s already. Choose another idea.")
        raise NotAllowed(sentence % {"idea": idea.title, "day": iso_day(first.happened_on)})


def check_preference_of(preference: Preference | None, customer: Vehicle, store: Store) -> None:
    if preference is None:
        return
    if preference.store_id != store.pk or preference.customer not in names_of([customer.key]):
        raise NotAllowed(_("This preference is of another customer. Choose one of this customer, or none."))


def check_occasion(occasion: str, preference: Preference | None) -> None:
    if not occasion and preference is None:
        raise NotAllowed(_("Choose an occasion, or a preference the customer agreed to."))


def check_can_share(moment: Moment) -> None:
    if moment.masked_at is not None:
        raise NotAllowed(_("This moment was masked at the customer's wish; it cannot be shared."))
    if Card.objects.filter(moment=moment).exists():
        raise NotAllowed(_("This moment is shared already."))


def check_can_take_up(card: Card, store: Store) -> None:
    if card.store_id == store.pk:
        raise NotAllowed(_("This card comes from your own store."))
    if card.store.region_id != store.region_id:
        raise NotAllowed(_("This card comes from another region."))
    if card.adoptions.filter(store=store).exists():
        raise NotAllowed(_("%(store)s has taken it up already.") % {"store": store.name})
