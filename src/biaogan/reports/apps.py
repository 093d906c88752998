from django.apps import AppConfig


class Reports(AppConfig):
    name = "biaogan.reports"
    label = "reports"

    def ready(self) -> None:
        from biaogan.org import words as org
        from biaogan.reports import words

        org.name(actions=words.ACTIONS, things=words.THINGS, fields=words.FIELDS)
