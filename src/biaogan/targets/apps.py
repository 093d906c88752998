from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Targets(AppConfig):
    name = "biaogan.targets"
    label = "targets"

    def ready(self) -> None:
        from biaogan.org import words

        words.name(
            actions={
                "table-exported": _("Table exported"),
                "targets-set": _("Targets set"),
                "limits-rebased": _("Limits begun anew"),
                "rebasing-withdrawn": _("Former limits restored"),
            },
            things={"table": _("Table"), "target": _("Target"), "limits": _("Limits")},
            fields={"rows": _("Rows"), "cause": _("Cause")},
        )
