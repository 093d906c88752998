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
                "decision-written": _("Decision written down"),
                "decision-changed": _("Decision changed"),
                "decision-tested": _("Decision tested"),
                "decision-decided": _("Decision taken"),
                "decision-looked-back": _("Decision looked back upon"),
            },
            things={
                "table": _("Table"),
                "target": _("Target"),
                "limits": _("Limits"),
                "decision": _("Decision"),
            },
            fields={
                "rows": _("Rows"),
                "cause": _("Cause"),
                "levers": _("Levers"),
                "proposer": _("Proposed by"),
                "verdict": _("Verdict of the test"),
                "round": _("Round of the test"),
                "inside": _("Inside the range"),
            },
        )
