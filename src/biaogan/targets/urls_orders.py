"""Addresses of the orders; part of the addresses of this room."""

from django.urls import path

from biaogan.targets.views import orders

urlpatterns = [
    path("orders", orders.orders_list, name="orders"),
    path("orders/export", orders.export_orders, name="export_orders"),
    path("orders/<str:store>/<path:ro_no>", orders.order, name="order"),
]
