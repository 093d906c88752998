"""The customer as a witness of check items: what confirmed texts say of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

from biaogan.org.models import Store
from biaogan.quality.feedback.themes import every_theme
from biaogan.quality.models import CheckItem, Feedback
from biaogan.quality.states.feedback import FeedbackState
from biaogan.quality.witnesses.seen import Witness, Witnessed


def witnessed(*, stores: Collection[Store], since: date, until: date) -> list[Witnessed]:
    """Of the confirmed texts that speak of the item's service step, those that do not complain of it pass.

    A text speaks of a step when it was sorted there, when its theme belongs there, or when its theme names
    the item itself. Whoever writes of another step has not looked: such a text is no pass. Only items that
    a theme names; a store of which no text speaks of the step is not named.
    """
    known = every_theme()
    item_of = {code: theme.item_id for code, theme in known.items() if theme.counts and theme.item_id}
    rows = Feedback.objects.said().filter(
        store__in=stores, state=FeedbackState.CONFIRMED, said_on__gte=since, said_on__lte=until
    )
    texts = Counter(rows.values_list("store", "theme", "step"))
    items = dict(CheckItem.objects.filter(pk__in=set(item_of.values())).values_list("pk", "step"))
    passed: Counter[tuple[int, int]] = Counter()
    total: Counter[tuple[int, int]] = Counter()
    for (store, theme, step), number in texts.items():
        spoken = {step, known[theme].step if theme in known else step}
        for item, of in items.items():
            against = item_of.get(theme) == item
            if against or of in spoken:
                total[item, store] += number
                passed[item, store] += 0 if against else number
    return [
        Witnessed(item, store, Witness.CUSTOMER, passed[item, store], number)
        for (item, store), number in sorted(total.items())
    ]
