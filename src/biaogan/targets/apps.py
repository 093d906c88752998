from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Targets(AppConfig):
    name = "biaogan.targets"
    label = "targets"

    def ready(self) -> None:
        from biaogan.org import words

        words.name(
            actions={"table-exported": _("Table exported")},
            things={"table": _("Table")},
            fields={"rows": _("Rows")},
        )
