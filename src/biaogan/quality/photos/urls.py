from django.urls import path

from biaogan.quality.photos import views

urlpatterns = [path("photos/<uuid:key>", views.photo, name="photo")]
