from django.urls import path

from biaogan.targets.views import comparison, why

urlpatterns = [
    path("metrics/<slug:slug>/comparison", comparison.comparison, name="comparison"),
    path("metrics/<slug:slug>/comparison/export", comparison.export_comparison, name="export_comparison"),
    path("metrics/<slug:slug>/why", why.why, name="why"),
    path("metrics/<slug:slug>/why/export", why.export_why, name="export_why"),
]
