from django.apps import AppConfig


class Jobs(AppConfig):
    name = "biaogan.jobs"
    label = "jobs"
