from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Workbench(AppConfig):
    name = "biaogan.workbench"
    label = "workbench"

    def ready(self) -> None:
        from biaogan.org import words
        from biaogan.ui.handbook import offer
        from biaogan.workbench.duties import words as duties
        from biaogan.workbench.duties.handbook import sections

        words.name(actions=duties.ACTIONS, things=duties.THINGS, fields=duties.FIELDS)
        offer(sections)
        post_migrate.connect(_load, sender=self)


def _load(**_more: Any) -> None:
    """The duties of the job are there as soon as their table is."""
    from biaogan.workbench.duties.actions import load_duties

    load_duties()
