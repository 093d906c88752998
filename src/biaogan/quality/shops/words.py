"""What the audit trail calls what happens in mystery shopping."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "shopper-added": _("Shopper added"),
    "shopper-changed": _("Shopper changed"),
    "scenarios-brought": _("Scenarios brought in"),
    "scenario-written": _("Scenario written"),
    "shop-wave-planned": _("Wave of mystery shops planned"),
    "shop-visited": _("Mystery shop visited"),
    "shop-cancelled": _("Mystery shop cancelled"),
    "shop-scored": _("Mystery shop scored"),
    "shop-released": _("Mystery shop released"),
    "shop-appealed": _("Appeal against a mystery shop"),
    "shop-decided": _("Appeal decided"),
}
THINGS = {
    "shopper": _("Shopper"),
    "shop-scenario": _("Scenario"),
    "shop-wave": _("Wave of mystery shops"),
    "shop": _("Mystery shop"),
}
FIELDS = {
    "quarter": _("Quarter"),
    "seed": _("Seed"),
    "shops": _("Mystery shops"),
    "per_store": _("Mystery shops per store"),
    "lock_out_days": _("Lock-out in days"),
    "release_on": _("Day of release"),
    "code_name": _("Code name"),
    "active": _("Active"),
    "scores": _("Scores"),
    "photos": _("Photos"),
}
