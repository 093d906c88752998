from django.urls import path

from biaogan.workbench.brief import views

urlpatterns = [path("brief", views.brief, name="brief")]
