"""Entering and leaving: login, the own account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from biaogan.org import actions, forms
from biaogan.org.access import Request, needs, open_to_all
from biaogan.org.models import Person
from biaogan.org.permissions import Permission

log_in = open_to_all("people become known here")(
    auth.LoginView.as_view(template_name="org/login.html", redirect_authenticated_user=True)
)
log_out = open_to_all("leaving needs no right; only a POST leaves")(auth.LogoutView.as_view())


class ChangePassword(auth.PasswordChangeView):
    """Django's own page; the change goes through our action, so it is in the audit trail."""

    template_name = "org/password.html"
    success_url = reverse_lazy("org:account")

    def form_valid(self, form: SetPasswordForm[Person]) -> HttpResponse:
        person = self.request.scope.person  # type: ignore[attr-defined]
        actions.set_password(person=person, password=form.cleaned_data["new_password1"], by=person)
        update_session_auth_hash(self.request, person)
        messages.success(self.request, _("Your password has been changed."))
        return redirect(self.get_success_url())


change_password = needs(Permission.USE_ACCOUNT)(ChangePassword.as_view())


@require_http_methods(["GET", "POST"])
@needs(Permission.USE_ACCOUNT)
def account(request: Request) -> HttpResponse:
    person = request.scope.person
    fields = ("display_name", "language", "change_colours")
    form = forms.Account(request.POST or None, initial={name: getattr(person, name) for name in fields})
    if form.is_valid():
        actions.change_account(person=person, **form.cleaned_data)
        messages.success(request, _("Your account has been saved."))
        return redirect("org:account")
    return render(request, "org/account.html", {"form": form})
