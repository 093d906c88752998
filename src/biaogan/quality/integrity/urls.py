from django.urls import path

from biaogan.quality.integrity import views

urlpatterns = [
    path("integrity", views.integrity, name="integrity"),
    path("integrity/export", views.export_integrity, name="export_integrity"),
    path("integrity/<slug:sign>/<str:store>", views.rows, name="integrity_rows"),
]
