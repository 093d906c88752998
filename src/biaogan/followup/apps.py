from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Followup(AppConfig):
    name = "biaogan.followup"
    label = "followup"

    def ready(self) -> None:
        from biaogan.followup import budget  # noqa: F401 - declaring its setting is the point
        from biaogan.followup.outbox import settings  # noqa: F401 - the same
        from biaogan.followup.outbox import words as outbox
        from biaogan.org import words

        words.name(actions=outbox.ACTIONS, things=outbox.THINGS)

        words.name(
            actions={
                "alert-raised": _("Alert raised"),
                "alert-seen": _("Alert marked as seen"),
                "alert-dismissed": _("Alert dismissed"),
                "alert-cleared": _("Alert no longer holds"),
                "task-opened": _("Task opened"),
                "task-started": _("Task started"),
                "task-finished": _("Task finished"),
                "task-cancelled": _("Task cancelled"),
                "task-reopened": _("Task opened again"),
                "task-changed": _("Task given on or moved"),
                "task-measured": _("Effect of the task measured"),
                "note-written": _("Note written"),
                "watch-ended": _("Stores watched"),
            },
            things={
                "alert": _("Alert"),
                "task": _("Task"),
                "note": _("Note"),
                "watch": pgettext_lazy("routine check", "Watch"),
            },
            fields={
                "reason": _("Reason"),
                "evidence": _("Evidence"),
                "owner": _("Owner"),
                "due": _("Due"),
                "title": _("Title"),
                "verdict": _("Effect"),
                "metric": _("Metric"),
                "month": _("Month"),
                "text": _("Text"),
                "found": _("Problems found"),
                "raised": _("Raised"),
                "cleared": _("Cleared"),
            },
        )
