from django.urls import path

from biaogan.quality.standards.views import items, reading, word, writing

urlpatterns = [
    path("standards", reading.standards, name="standards"),
    path("standards/export", reading.export_standards, name="export_standards"),
    path("standards/load", reading.load, name="load_standards"),
    path("standards/new", writing.new, name="new_sop"),
    path("standards/word", word.give, name="give_word"),
    path("standards/word/keep", word.keep, name="keep_word"),
    path("standards/items", items.items, name="items"),
    path("standards/items/export", items.export_items, name="export_items"),
    path("standards/items/<slug:code>", items.item, name="item"),
    path("standards/items/<slug:code>/edit", items.edit, name="edit_item"),
    path("standards/items/<slug:code>/retire", items.retire, name="retire_item"),
    path("standards/items/<slug:code>/restore", items.restore, name="restore_item"),
    path("standards/items/<slug:code>/best-practice", items.best_practice, name="best_practice"),
    path("standards/sop/<slug:code>", reading.sop, name="sop"),
    path("standards/sop/<slug:code>/versions/<int:number>", reading.version, name="sop_version"),
    path("standards/sop/<slug:code>/about", writing.about, name="about_sop"),
    path("standards/sop/<slug:code>/edit", writing.edit, name="edit_sop"),
    path("standards/sop/<slug:code>/in-force", writing.force, name="force_sop"),
    path("standards/sop/<slug:code>/discard", writing.discard, name="discard_sop"),
    path("standards/sop/<slug:code>/review", reading.review, name="review_sop"),
    path("standards/sop/<slug:code>/items/new", items.add, name="add_item"),
]
