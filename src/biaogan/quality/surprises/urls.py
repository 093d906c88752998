from django.urls import path

from biaogan.quality.surprises import views

AT = "surprises"
urlpatterns = [
    path(f"{AT}", views.surprises, name="surprises"),
    path(f"{AT}/new", views.new, name="surprise_new"),
    path(f"{AT}/ideas", views.ideas, name="surprise_ideas"),
    path(f"{AT}/shared", views.cards, name="surprise_cards"),
    path(f"{AT}/shared/<int:pk>/take-up", views.take_up, name="surprise_take_up"),
    path(f"{AT}/preferences", views.preferences, name="surprise_preferences"),
    path(f"{AT}/preferences/new", views.new_preference, name="surprise_preference_new"),
    path(f"{AT}/preferences/<int:pk>/withdraw", views.withdraw, name="surprise_withdraw"),
    path(f"{AT}/export", views.export, name="surprises_export"),
    path(f"{AT}/<int:pk>", views.surprise, name="surprise"),
    path(f"{AT}/<int:pk>/share", views.share, name="surprise_share"),
    path(f"{AT}/<int:pk>/photo", views.photo, name="surprise_photo"),
]
