from django.urls import path

from biaogan.org.views import entering, people, regions, stores, trail

app_name = "org"
AT = ""
urlpatterns = [
    path("login", entering.log_in, name="login"),
    path("logout", entering.log_out, name="logout"),
    path("account", entering.account, name="account"),
    path("account/password", entering.change_password, name="password"),
    path("stores", stores.stores, name="stores"),
    path("stores/add", stores.add_store, name="add_store"),
    path("stores/<str:code>/master", stores.store, name="store"),
    path("stores/<str:code>/spellings", stores.add_alias, name="add_alias"),
    path("spellings/<int:pk>/remove", stores.remove_alias, name="remove_alias"),
    path("regions", regions.regions, name="regions"),
    path("regions/add", regions.add_region, name="add_region"),
    path("regions/choose", regions.choose, name="choose_region"),
    path("regions/<int:pk>", regions.region, name="region"),
    path("people", people.people, name="people"),
    path("people/add", people.add_person, name="add_person"),
    path("people/<int:pk>", people.person, name="person"),
    path("people/<int:pk>/password", people.give_password, name="give_password"),
    path("people/<int:pk>/deactivate", people.deactivate, name="deactivate"),
    path("people/<int:pk>/reactivate", people.reactivate, name="reactivate"),
    path("settings", trail.settings, name="settings"),
    path("audit", trail.trail, name="audit"),
]
