from django.urls import path

from biaogan.targets.views import landing

urlpatterns = [
    path("landing", landing.landing, name="landing"),
    path("landing/export", landing.export_landing, name="export_landing"),
]
