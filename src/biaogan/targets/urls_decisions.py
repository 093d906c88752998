from django.urls import path

from biaogan.targets.views import decision_steps, decisions

urlpatterns = [
    path("decisions", decisions.decisions, name="decisions"),
    path("decisions/export", decisions.export_decisions, name="export_decisions"),
    path("decisions/new", decisions.new, name="new_decision"),
    path("decisions/try", decisions.attempt, name="try_decision"),
    path("decisions/<int:pk>", decisions.decision, name="decision"),
    path("decisions/<int:pk>/edit", decisions.edit, name="edit_decision"),
    path("decisions/<int:pk>/export", decisions.export_decision, name="export_decision"),
    path("decisions/<int:pk>/test", decision_steps.test, name="test_decision"),
    path("decisions/<int:pk>/copy", decision_steps.copy, name="copy_decision"),
    path("decisions/<int:pk>/decide", decision_steps.decide, name="decide"),
    path("decisions/<int:pk>/search", decision_steps.search, name="search_alternatives"),
    path("decisions/<int:pk>/search/progress", decision_steps.progress, name="search_progress"),
    path("decisions/<int:pk>/search/stop", decision_steps.stop, name="stop_search"),
    path("decisions/<int:pk>/take/<int:place>", decision_steps.take, name="take_alternative"),
    path("decisions/<int:pk>/look-back/<int:after>", decision_steps.look_back, name="look_back"),
]
