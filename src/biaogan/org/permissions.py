"""What can be done in Biaogan, and which role may do it."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    USE_ACCOUNT = "use_account"
    SEE_FIGURES = "see_figures"
    EXPORT_FIGURES = "export_figures"
    EDIT_TARGETS = "edit_targets"
    EDIT_SCORECARD = "edit_scorecard"
    SEE_ORDERS = "see_orders"
    SEE_STORES = "see_stores"
    MANAGE_STORES = "manage_stores"
    MANAGE_REGIONS = "manage_regions"
    SEE_PEOPLE = "see_people"
    MANAGE_PEOPLE = "manage_people"
    IMPORT_FILES = "import_files"
    CONFIRM_IMPORT = "confirm_import"
    UNDO_IMPORT = "undo_import"
    SEE_IMPORTS = "see_imports"
    SEE_DATA_QUALITY = "see_data_quality"
    SEE_JOBS = "see_jobs"
    MANAGE_SETTINGS = "manage_settings"
    SEE_AUDIT = "see_audit"
    REVEAL_PERSONAL = "reveal_personal"
    EXPORT_PERSON = "export_person"
    DELETE_PERSON = "delete_person"
    RUN_DEMO = "run_demo"
    FOLLOW_UP = "follow_up"  # alerts, tasks and notes
    REBASE_LIMITS = "rebase_limits"
    PROPOSE_DECISIONS = "propose_decisions"  # write one down and test it
    DECIDE = "decide"
    SEE_QUALITY = "see_quality"  # inspections, shops, checks and what they found
    SEE_STANDARDS = "see_standards"
    EDIT_STANDARDS = "edit_standards"
    INSPECT = "inspect"
    PLAN_SHOPS = "plan_shops"  # mystery shopping before it is released
    READ_FEEDBACK = "read_feedback"
    CONFIRM_THEMES = "confirm_themes"
    HANDLE_COMPLAINTS = "handle_complaints"
    CHECK_VIDEO = "check_video"
    IMPROVE = "improve"
    VERIFY_IMPROVEMENTS = "verify_improvements"
    SHARE_SURPRISES = "share_surprises"


class Role(models.TextChoices):
    HEAD_OFFICE = "head_office", _("Head office")
    REGIONAL_MANAGER = "regional_manager", _("Regional service manager")
    STORE_MANAGER = "store_manager", _("Store service manager")
    ADVISOR = "advisor", _("Service advisor")
    TECHNICIAN = "technician", _("Technician")
    VIEWER = "viewer", _("Viewer")


P = Permission
EVERYTHING = frozenset(Permission)

# Head office reads regions side by side, without single orders or persons.
# Advisors and technicians get their own pages with the rooms that serve them; until then, their account.
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.HEAD_OFFICE: frozenset(
        {
            P.USE_ACCOUNT,
            P.SEE_FIGURES,
            P.EXPORT_FIGURES,
            P.SEE_STORES,
            P.SEE_IMPORTS,
            P.SEE_DATA_QUALITY,
            P.MANAGE_REGIONS,
            P.SEE_STANDARDS,
        }
    ),
    Role.REGIONAL_MANAGER: EVERYTHING,
    Role.STORE_MANAGER: frozenset(
        {
            P.USE_ACCOUNT,
            P.SEE_FIGURES,
            P.EXPORT_FIGURES,
            P.SEE_ORDERS,
            P.SEE_STORES,
            P.SEE_PEOPLE,
            P.IMPORT_FILES,
            P.CONFIRM_IMPORT,
            P.UNDO_IMPORT,
            P.SEE_IMPORTS,
            P.SEE_DATA_QUALITY,
            P.SEE_JOBS,
            P.REVEAL_PERSONAL,
            P.FOLLOW_UP,
            P.PROPOSE_DECISIONS,
            P.SEE_QUALITY,
            P.SEE_STANDARDS,
            P.INSPECT,
            P.READ_FEEDBACK,
            P.HANDLE_COMPLAINTS,
            P.IMPROVE,
            P.SHARE_SURPRISES,
        }
    ),
    Role.ADVISOR: frozenset({P.USE_ACCOUNT, P.SEE_STANDARDS, P.SHARE_SURPRISES}),
    Role.TECHNICIAN: frozenset({P.USE_ACCOUNT, P.SEE_STANDARDS}),
    Role.VIEWER: frozenset(
        {P.USE_ACCOUNT, P.SEE_FIGURES, P.SEE_STORES, P.SEE_DATA_QUALITY, P.SEE_QUALITY, P.SEE_STANDARDS}
    ),
}


def permissions_of(role: str) -> frozenset[Permission]:
    """What a role may do; a role that is not known may do nothing."""
    return ROLE_PERMISSIONS.get(Role(role), frozenset()) if role in Role.values else frozenset()
