from django.apps import AppConfig


class Intake(AppConfig):
    name = "biaogan.intake"
    label = "intake"
