from django.urls import path

from biaogan.quality.witnesses import views

urlpatterns = [
    path("overview", views.overview, name="overview"),
    path("overview/export", views.export_overview, name="export_overview"),
    path("witnesses", views.witnesses, name="witnesses"),
    path("witnesses/export", views.export_witnesses, name="export_witnesses"),
]
