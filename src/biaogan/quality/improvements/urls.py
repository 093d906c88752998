from django.urls import path

from biaogan.quality.improvements import views

urlpatterns = [
    path("improvements", views.improvements, name="improvements"),
    path("improvements/export", views.export_improvements, name="export_improvements"),
    path("improvements/open", views.open_improvement, name="open_improvement"),
    path("improvements/<int:pk>", views.improvement, name="improvement"),
    path("improvements/<int:pk>/goal", views.change_goal, name="change_goal"),
    path("improvements/<int:pk>/analysis", views.analyse, name="analyse_improvement"),
    path("improvements/<int:pk>/fishbone", views.fishbone, name="fishbone"),
    path("improvements/<int:pk>/actions", views.plan_action, name="plan_action"),
    path("improvements/<int:pk>/done", views.finish, name="finish_improvement"),
    path("improvements/<int:pk>/verify", views.verify, name="verify_improvement"),
    path("improvements/<int:pk>/standardise", views.standardise, name="standardise_improvement"),
    path("improvements/<int:pk>/reopen", views.reopen, name="reopen_improvement"),
    path("improvements/<int:pk>/drop", views.drop, name="drop_improvement"),
]
