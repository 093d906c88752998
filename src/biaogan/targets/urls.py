from django.urls import path

from biaogan.targets import (
    urls_comparison,
    urls_decisions,
    urls_goals,
    urls_landing,
    urls_orders,
    urls_scorecard,
    urls_signals,
)
from biaogan.targets.views import cockpit, metrics, rows, store

app_name = "targets"
AT = ""
urlpatterns = [
    path("cockpit", cockpit.cockpit, name="cockpit"),
    path("cockpit/export", cockpit.export_cockpit, name="export_cockpit"),
    path("metrics", metrics.metrics, name="metrics"),
    path("metrics/export", metrics.export_metrics, name="export_metrics"),
    path("metrics/<slug:slug>", metrics.metric, name="metric"),
    path("metrics/<slug:slug>/export", metrics.export_metric, name="export_metric"),
    path("metrics/<slug:slug>/rows", rows.rows, name="rows"),
    path("metrics/<slug:slug>/rows/export", rows.export_rows, name="export_rows"),
    path("stores/<str:code>", store.store, name="store"),
    path("stores/<str:code>/export", store.export_store, name="export_store"),
    *urls_orders.urlpatterns,
    *urls_signals.urlpatterns,
    *urls_comparison.urlpatterns,
    *urls_scorecard.urlpatterns,
    *urls_goals.urlpatterns,
    *urls_landing.urlpatterns,
    *urls_decisions.urlpatterns,
]
