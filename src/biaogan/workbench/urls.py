from django.urls import path

from biaogan.workbench import views

app_name = "workbench"
AT = ""
urlpatterns = [
    path("alerts/export", views.export_alerts, name="export_alerts"),
    path("tasks/export", views.export_tasks, name="export_tasks"),
]
