from django.urls import path

from biaogan.quality.complaints.views import case, lists

AT = "complaints"
urlpatterns = [
    path(f"{AT}", lists.complaints, name="complaints"),
    path(f"{AT}/new", lists.new, name="complaint_new"),
    path(f"{AT}/stores", lists.stores, name="complaint_stores"),
    path(f"{AT}/limits", lists.limits, name="complaint_limits"),
    path(f"{AT}/limits/<int:pk>", lists.set_limits, name="complaint_set_limits"),
    path(f"{AT}/take-over", lists.take_over, name="complaint_take_over"),
    path(f"{AT}/export", lists.export, name="complaints_export"),
    path(f"{AT}/stores/export", lists.export_stores, name="complaint_stores_export"),
    path(f"{AT}/promises/<int:pk>", case.keep, name="complaint_keep"),
    path(f"{AT}/compensations/<int:pk>", case.decide, name="complaint_decide"),
    path(f"{AT}/<int:pk>", case.complaint, name="complaint"),
    path(f"{AT}/<int:pk>/contact", case.contact, name="complaint_contact"),
    path(f"{AT}/<int:pk>/offer", case.offer, name="complaint_offer"),
    path(f"{AT}/<int:pk>/decline", case.decline, name="complaint_decline"),
    path(f"{AT}/<int:pk>/close", case.close, name="complaint_close"),
    path(f"{AT}/<int:pk>/reopen", case.reopen, name="complaint_reopen"),
    path(f"{AT}/<int:pk>/withdraw", case.withdraw, name="complaint_withdraw"),
    path(f"{AT}/<int:pk>/separate", case.separate, name="complaint_separate"),
    path(f"{AT}/<int:pk>/change", case.change, name="complaint_change"),
    path(f"{AT}/<int:pk>/promise", case.promise, name="complaint_promise"),
    path(f"{AT}/<int:pk>/compensate", case.compensate, name="complaint_compensate"),
]
