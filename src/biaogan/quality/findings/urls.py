from django.urls import path

from biaogan.quality.findings import views

urlpatterns = [
    path("findings", views.findings, name="findings"),
    path("findings/export", views.export_findings, name="export_findings"),
    path("findings/new", views.write, name="write_finding"),
    path("findings/<int:pk>", views.finding, name="finding"),
    path("findings/<int:pk>/dismiss", views.dismiss, name="dismiss_finding"),
    path("findings/<int:pk>/reopen", views.reopen, name="reopen_finding"),
]
