from django.urls import path

from biaogan.quality.feedback.views import bring, texts, themes, week

urlpatterns = [
    path("feedback", week.feedback, name="feedback"),
    path("feedback/export", week.export_feedback, name="export_feedback"),
    path("feedback/texts", texts.texts, name="feedback_texts"),
    path("feedback/texts/export", texts.export_texts, name="export_feedback_texts"),
    path("feedback/texts/new", bring.type_in, name="type_feedback_in"),
    path("feedback/texts/<int:pk>", texts.text, name="feedback_text"),
    path("feedback/texts/<int:pk>/confirm", texts.confirm, name="confirm_theme"),
    path("feedback/texts/<int:pk>/finding", texts.finding, name="feedback_finding"),
    path("feedback/queue", texts.queue, name="feedback_queue"),
    path("feedback/files", bring.bring, name="bring_feedback"),
    path("feedback/files/<int:pk>", bring.file, name="feedback_file"),
    path("feedback/themes", themes.themes, name="feedback_themes"),
    path("feedback/themes/new", themes.new, name="new_feedback_theme"),
    path("feedback/themes/learn", themes.learn, name="learn_themes"),
    path("feedback/themes/<slug:code>", week.theme, name="feedback_theme"),
    path("feedback/themes/<slug:code>/edit", themes.edit, name="feedback_edit_theme"),
    path("feedback/themes/<slug:code>/restore", themes.restore, name="restore_feedback_theme"),
]
