from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Workbench(AppConfig):
    name = "biaogan.workbench"
    label = "workbench"

    def ready(self) -> None:
        from biaogan.org import words
        from biaogan.workbench.duties import words as duties

        words.name(actions=duties.ACTIONS, things=duties.THINGS, fields=duties.FIELDS)
        post_migrate.connect(_load, sender=self)


def _load(**_more: Any) -> None:
    """The duties of the job are there as soon as their table is."""
    from biaogan.workbench.duties.actions import load_duties

    load_duties()
