from django.urls import path

from biaogan.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("<int:pk>", views.job, name="job"),
    path("<int:pk>/progress", views.progress, name="progress"),
    path("<int:pk>/cancel", views.cancel, name="cancel"),
]
