from django.urls import path

from biaogan.quality.inspections.views import lists, paper, sending, templates, visiting

urlpatterns = [
    path("inspections", lists.inspections, name="inspections"),
    path("inspections/export", lists.export, name="inspections_export"),
    path("inspections/plan", visiting.plan, name="inspection_plan"),
    path("inspections/worker.js", sending.worker_script, name="inspection_worker"),
    path("inspections/templates", templates.all_templates, name="inspection_templates"),
    path("inspections/templates/usual", templates.make_usual, name="inspection_templates_usual"),
    path("inspections/templates/add", templates.add, name="inspection_template_add"),
    path("inspections/templates/<int:pk>", templates.template, name="inspection_template"),
    path("inspections/templates/<int:pk>/retire", templates.retire, name="inspection_template_retire"),
    path("inspections/<int:pk>", visiting.inspection, name="inspection"),
    path("inspections/<int:pk>/cancel", visiting.cancel, name="inspection_cancel"),
    path("inspections/<int:pk>/phone", visiting.carry_out, name="inspection_phone"),
    path("inspections/<int:pk>/answers", visiting.save_answers, name="inspection_answers"),
    path("inspections/<int:pk>/sign", visiting.sign, name="inspection_sign"),
    path("inspections/<int:pk>/answers/<uuid:key>", sending.answer, name="inspection_answer"),
    path("inspections/<int:pk>/pictures/<uuid:key>", sending.picture, name="inspection_picture"),
    path("inspections/<int:pk>/sign-off/<uuid:key>", sending.sign_off, name="inspection_sign_off"),
    path("inspections/<int:pk>/items/<int:line>/amend", visiting.amend, name="inspection_amend"),
    path("inspections/<int:pk>/paper", paper.paper, name="inspection_paper"),
]
