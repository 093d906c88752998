from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Intake(AppConfig):
    name = "biaogan.intake"
    label = "intake"

    def ready(self) -> None:
        from biaogan.org import words

        words.name(
            actions={
                "intake.upload": _("Files uploaded"),
                "intake.check": _("Files checked"),
                "intake.confirm": _("Import confirmed"),
                "intake.cancel": _("Upload given up"),
                "intake.accept": _("Batch accepted"),
                "intake.undo": _("Batch undone"),
                "intake.recheck": _("Batch read again with new meanings"),
                "intake.map_columns": _("Meaning of columns set"),
                "intake.map_value": _("Meaning of a wording set"),
                "intake.reveal": _("Personal values looked at"),
                "intake.search_person": _("Person searched for"),
                "intake.export_person": _("Person’s data handed out"),
                "intake.delete_person": _("Person’s data deleted"),
            },
            things={"batch": _("Batch"), "upload": _("Upload"), "mapping": _("Meaning")},
        )
