from django.urls import path

from biaogan.quality.video.views import checks, draws

urlpatterns = [
    path("video", draws.video, name="video"),
    path("video/export", draws.export, name="video_export"),
    path("video/draws/new", draws.commit, name="video_commit"),
    path("video/draws/<int:pk>", draws.draw, name="video_draw"),
    path("video/draws/<int:pk>/freeze", draws.freeze, name="video_freeze"),
    path("video/draws/<int:pk>/reveal", draws.reveal, name="video_reveal"),
    path("video/draws/<int:pk>/abandon", draws.abandon, name="video_abandon"),
    path("video/draws/<int:pk>/file", draws.file, name="video_file"),
    path("video/checks/<int:pk>", checks.check, name="video_check"),
    path("video/checks/<int:pk>/score", checks.score, name="video_score"),
    path("video/checks/<int:pk>/replace", checks.replace, name="video_replace"),
    path("video/checks/<int:pk>/close", checks.close, name="video_close"),
    path("video/checks/<int:pk>/footage", checks.keep, name="video_keep"),
    path("video/checks/<int:pk>/footage/look", checks.look, name="video_look"),
]
