from django.urls import path

from biaogan.targets import urls_orders
from biaogan.targets.views import cockpit, metrics, rows, store

app_name = "targets"
AT = ""
urlpatterns = [
    path("cockpit", cockpit.cockpit, name="cockpit"),
    path("metrics", metrics.metrics, name="metrics"),
    path("metrics/<slug:slug>", metrics.metric, name="metric"),
    path("metrics/<slug:slug>/rows", rows.rows, name="rows"),
    path("metrics/<slug:slug>/rows/export", rows.export_rows, name="export_rows"),
    path("stores/<str:code>", store.store, name="store"),
    *urls_orders.urlpatterns,
]
