from django.urls import path

from biaogan.intake import views, views_persons, views_quality, views_upload

app_name = "intake"
AT = ""
urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/export", views.export_imports, name="export_imports"),
    path("imports/new", views_upload.give, name="give"),
    path("imports/uploads/<int:pk>/", views_upload.upload, name="upload"),
    path("imports/uploads/<int:pk>/columns/", views_upload.columns, name="columns"),
    path("imports/uploads/<int:pk>/columns/<int:number>", views_upload.source, name="source"),
    path("imports/uploads/<int:pk>/columns/<int:number>/kind", views_upload.source_kind, name="source_kind"),
    path(
        "imports/uploads/<int:pk>/unrecognised/<int:number>",
        views_upload.unrecognised_kind,
        name="unrecognised_kind",
    ),
    path("imports/uploads/<int:pk>/check", views_upload.check, name="check"),
    path("imports/uploads/<int:pk>/again", views_upload.again, name="again"),
    path("imports/uploads/<int:pk>/stores/spelling", views_upload.store_spelling, name="store_spelling"),
    path("imports/uploads/<int:pk>/stores/new", views_upload.store_new, name="store_new"),
    path("imports/uploads/<int:pk>/wordings", views_upload.wordings, name="wordings"),
    path("imports/uploads/<int:pk>/refused/<int:number>", views_upload.refused, name="refused"),
    path("imports/uploads/<int:pk>/confirm", views_upload.confirm, name="confirm"),
    path("imports/uploads/<int:pk>/cancel", views_upload.cancel, name="cancel"),
    path("imports/<slug:code>/", views.batch, name="batch"),
    path("imports/<slug:code>/undo", views.undo, name="undo"),
    path("imports/<slug:code>/refused.xlsx", views.quarantine, name="quarantine"),
    path("imports/<slug:code>/rows/<int:line>", views.row, name="row"),
    path("imports/<slug:code>/rows/<int:line>/reveal", views.reveal, name="reveal"),
    path("data-quality/", views_quality.quality, name="quality"),
    path("data-quality/recheck", views_quality.recheck, name="recheck"),
    path("data-quality/export", views_quality.export, name="export_quality"),
    path("persons/", views_persons.find, name="persons"),
    path("persons/<slug:pseudonym>/", views_persons.person, name="person"),
    path("persons/<slug:pseudonym>/export", views_persons.export, name="export_person"),
    path("persons/<slug:pseudonym>/delete", views_persons.delete, name="delete_person"),
    path("persons/deletions/<int:pk>", views_persons.deletion, name="deletion"),
]
