from django.urls import path

from biaogan.targets.views import goals

urlpatterns = [
    path("goals", goals.goals, name="goals"),
    path("goals/save", goals.save, name="save_goals"),
    path("goals/paste", goals.paste, name="paste_goals"),
    path("goals/spread", goals.spread, name="spread_goals"),
    path("goals/split", goals.split, name="split_goals"),
    path("goals/history", goals.history, name="goals_history"),
    path("goals/export", goals.export, name="export_goals"),
]
