from django.urls import path

from biaogan.followup.outbox import urls as outbox
from biaogan.followup.views import alerts, notes, tasks

app_name = "followup"
AT = ""
urlpatterns = [
    path("alerts", alerts.alerts, name="alerts"),
    path("alerts/<int:pk>", alerts.alert, name="alert"),
    path("alerts/<int:pk>/seen", alerts.see, name="see_alert"),
    path("alerts/<int:pk>/dismiss", alerts.dismiss, name="dismiss_alert"),
    path("tasks", tasks.tasks, name="tasks"),
    path("tasks/open", tasks.open_task, name="open_task"),
    path("tasks/<int:pk>", tasks.task, name="task"),
    path("tasks/<int:pk>/start", tasks.start, name="start_task"),
    path("tasks/<int:pk>/finish", tasks.finish, name="finish_task"),
    path("tasks/<int:pk>/cancel", tasks.cancel, name="cancel_task"),
    path("tasks/<int:pk>/again", tasks.reopen, name="reopen_task"),
    path("tasks/<int:pk>/change", tasks.change, name="change_task"),
    path("notes", notes.notes, name="notes"),
    *outbox.urlpatterns,
]
