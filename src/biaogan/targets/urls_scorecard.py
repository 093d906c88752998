from django.urls import path

from biaogan.targets.views import scorecard

urlpatterns = [
    path("scorecard", scorecard.region, name="scorecard"),
    path("scorecard/export", scorecard.export_region, name="export_scorecard"),
    path("scorecard/weights", scorecard.weights, name="scorecard_weights"),
    path("scorecard/weights/save", scorecard.save_weights, name="save_scorecard"),
    path("scorecard/stores/<str:code>", scorecard.store, name="store_scorecard"),
    path("scorecard/stores/<str:code>/export", scorecard.export_store, name="export_store_scorecard"),
]
