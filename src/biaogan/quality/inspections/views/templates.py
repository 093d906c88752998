"""Pages of templates: the list, making the usual ones, making and changing one."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.org.policies import NotAllowed
from biaogan.quality.inspections import forms, tables, templates
from biaogan.quality.models import CheckItem, InspectionTemplate


@require_safe
@needs(Permission.EDIT_STANDARDS)
def all_templates(request: Request) -> HttpResponse:
    rows = InspectionTemplate.objects.annotate(count=Count("places")).order_by("retired_on", "pk")
    shown = {"table": tables.templates(list(rows)), "has_items": CheckItem.objects.in_use().exists()}
    return render(request, "quality/inspections/templates.html", shown)


@require_POST
@needs(Permission.EDIT_STANDARDS)
def make_usual(request: Request) -> HttpResponse:
    try:
        made = templates.make_usual_templates(by=request.scope.person, at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Templates made: %(count)d.") % {"count": len(made)})
    return redirect("quality:inspection_templates")


@require_http_methods(["GET", "POST"])
@needs(Permission.EDIT_STANDARDS)
def add(request: Request) -> HttpResponse:
    form = forms.Template(request.POST or None)
    if form.is_valid() and form.tried(
        lambda: templates.make_template(**form.cleaned_data, by=request.scope.person, at=timezone.now())
    ):
        messages.success(request, _("The template is made."))
        return redirect("quality:inspection_templates")
    return render(request, "quality/inspections/template.html", {"form": form, "template": None})


@require_http_methods(["GET", "POST"])
@needs(Permission.EDIT_STANDARDS)
def template(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(InspectionTemplate, pk=pk)
    chosen = list(found.places.values_list("item", flat=True))
    start = {"name": found.name, "kind": found.kind, "items": chosen}
    form = forms.Template(request.POST or None, initial=start)
    if form.is_valid() and form.tried(
        lambda: templates.change_template(template=found, **form.cleaned_data, by=request.scope.person)
    ):
        messages.success(request, _("The template is changed. What is planned already keeps its items."))
        return redirect("quality:inspection_templates")
    return render(request, "quality/inspections/template.html", {"form": form, "template": found})


@require_POST
@needs(Permission.EDIT_STANDARDS)
def retire(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(InspectionTemplate, pk=pk)
    templates.retire_template(template=found, by=request.scope.person, today=timezone.localdate())
    messages.success(request, _("The template is no longer offered."))
    return redirect("quality:inspection_templates")
