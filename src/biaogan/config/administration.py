"""Django's stock administration, for superusers only."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest


class SuperuserSite(AdminSite):
    """Being staff is not enough: the administration sees across every region."""

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and getattr(request.user, "is_superuser", False)


class Administration(AdminConfig):
    default_site = "biaogan.config.administration.SuperuserSite"
