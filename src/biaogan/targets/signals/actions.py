"""Recording why the limits of a chart begin anew."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from biaogan.org import audit
from biaogan.org.models import Person, Store
from biaogan.org.policies import NotAllowed
from biaogan.targets.models import Rebasing


@transaction.atomic
def rebase_limits(*, metric: str, store: Store, month: str, cause: str, by: Person, at: datetime) -> Rebasing:
    """From this month on the chart has limits of its own; the cause stays beside them."""
    if not cause.strip():
        raise NotAllowed(_("Please say why the limits begin anew."))
    try:
        with transaction.atomic():
            made = Rebasing.objects.create(
                metric=metric, store=store, month=month, cause=cause.strip(), by=by, at=at
            )
    except IntegrityError:
        raise NotAllowed(_("The limits already begin anew in %(month)s.") % {"month": month}) from None
    _note("limits-rebased", made, by)
    return made


@transaction.atomic
def withdraw_rebasing(*, rebasing: Rebasing, by: Person) -> None:
    """It was recorded by mistake: the former limits hold again."""
    _note("rebasing-withdrawn", rebasing, by)
    rebasing.delete()


def _note(action: str, about: Rebasing, by: Person) -> None:
    key = f"{about.metric} {about.store.code}"
    details = {"month": about.month, "cause": about.cause}
    audit.record(action, by=by, about="limits", key=key, store=about.store.code, details=details)
