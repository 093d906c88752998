from django.urls import path

from biaogan.workbench.duties import views

urlpatterns = [
    path("work", views.work, name="work"),
    path("work/meter", views.meter, name="meter"),
    path("work/add", views.add_duty, name="add_duty"),
    path("work/talks", views.talks, name="talks"),
    path("work/feed", views.make_feed, name="make_feed"),
    path("work/feed/revoke", views.revoke_feed, name="revoke_feed"),
    path("work/<int:pk>", views.duty, name="duty"),
    path("work/<int:pk>/remove", views.remove_duty, name="remove_duty"),
    path("work/ticks/<int:pk>/take-back", views.take_back, name="take_tick_back"),
    path("calendar/<str:secret>.ics", views.calendar, name="calendar"),
]
