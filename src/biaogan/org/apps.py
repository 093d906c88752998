from django.apps import AppConfig


class Org(AppConfig):
    name = "biaogan.org"
    label = "org"
