from django.apps import AppConfig


class Workbench(AppConfig):
    name = "biaogan.workbench"
    label = "workbench"
