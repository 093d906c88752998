from django.urls import path

from biaogan.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.reports, name="reports"),
    path("<int:pk>", views.report, name="report"),
    path("<int:pk>/edit", views.edit, name="edit"),
    path("<int:pk>/send", views.send, name="send"),
    path("<int:pk>/read", views.confirm, name="confirm"),
    path("<int:pk>/<slug:form>", views.hand_out, name="hand_out"),
]
