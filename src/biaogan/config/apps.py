"""Config as a Django application: it brings the system checks."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "biaogan.config"
    label = "config"

    def ready(self) -> None:
        from biaogan.config import checks  # noqa: F401 - registering is the point
