"""The customer as a witness of check items: what confirmed texts say of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

from biaogan.org.models import Store
from biaogan.quality.feedback.themes import every_theme
from biaogan.quality.models import Feedback
from biaogan.quality.states.feedback import FeedbackState
from biaogan.quality.witnesses.seen import Witness, Witnessed


def witnessed(*, stores: Collection[Store], since: date, until: date) -> list[Witnessed]:
    """Of the confirmed texts of a store, those that do not complain of the item pass.

    Only items that a theme names; a store without a confirmed text is not named.
    """
    item_of = {code: theme.item_id for code, theme in every_theme().items() if theme.counts and theme.item_id}
    rows = Feedback.objects.said().filter(
        store__in=stores, state=FeedbackState.CONFIRMED, said_on__gte=since, said_on__lte=until
    )
    themes = list(rows.values_list("store", "theme"))
    total = Counter(store for store, _theme in themes)
    against = Counter((store, item_of[theme]) for store, theme in themes if theme in item_of)
    return [
        Witnessed(item, store, Witness.CUSTOMER, texts - against[store, item], texts)
        for store, texts in total.items()
        for item in sorted(set(item_of.values()))
    ]
