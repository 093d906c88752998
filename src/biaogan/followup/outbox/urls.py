from django.urls import path

from biaogan.followup.outbox import views

urlpatterns = [
    path("channels", views.channels, name="channels"),
    path("channels/<int:pk>/remove", views.remove, name="remove_channel"),
    path("channels/<int:pk>/test", views.try_out, name="test_channel"),
    path("messages/<int:pk>/again", views.again, name="send_again"),
]
