from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

from biaogan.quality.parts import PARTS


class Quality(AppConfig):
    name = "biaogan.quality"
    label = "quality"

    def ready(self) -> None:
        """Each part names its words for the audit trail and declares its settings."""
        from biaogan.intake.forget import declare
        from biaogan.org import words
        from biaogan.quality.forgetting import forget

        declare("quality", forget)

        for part in PARTS:
            where = f"biaogan.quality.{part}"
            if find_spec(f"{where}.settings"):
                import_module(f"{where}.settings")
            if find_spec(f"{where}.words"):
                said = import_module(f"{where}.words")
                words.name(
                    actions=getattr(said, "ACTIONS", {}),
                    things=getattr(said, "THINGS", {}),
                    fields=getattr(said, "FIELDS", {}),
                )
