from django.urls import path

from biaogan.workbench import views
from biaogan.workbench.brief import urls as brief
from biaogan.workbench.duties import urls as duties

app_name = "workbench"
AT = ""
urlpatterns = [
    path("alerts/export", views.export_alerts, name="export_alerts"),
    path("tasks/export", views.export_tasks, name="export_tasks"),
    *brief.urlpatterns,
    *duties.urlpatterns,
]
