from django.urls import path

from biaogan.targets.views import signals

urlpatterns = [
    path("signals", signals.signals, name="signals"),
    path("signals/export", signals.export_signals, name="export_signals"),
    path("signals/<slug:slug>", signals.signal, name="signal"),
    path("signals/<slug:slug>/export", signals.export_signal, name="export_signal"),
    path("signals/<slug:slug>/rebase", signals.rebase, name="rebase"),
    path("signals/rebasings/<int:pk>/withdraw", signals.withdraw, name="withdraw_rebasing"),
]
