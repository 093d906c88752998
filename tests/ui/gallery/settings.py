"""The product's settings without people and databases: the gallery shows components, not data."""

from biaogan.config.settings import *  # noqa: F403
from biaogan.config.settings import MIDDLEWARE as PRODUCT_MIDDLEWARE
from biaogan.config.settings import TEMPLATES

LEFT_OUT = ("session", "Session", "Authentication", "ScopeOfRequest", "axes", "Message")
MIDDLEWARE = [name for name in PRODUCT_MIDDLEWARE if not any(part in name for part in LEFT_OUT)]
ROOT_URLCONF = "ui.gallery.urls"
TEMPLATES[0]["DIRS"] = [str(__import__("pathlib").Path(__file__).parent / "templates")]
TEMPLATES[0]["OPTIONS"]["context_processors"] = [
    "django.template.context_processors.request",
    "django.template.context_processors.i18n",
    "ui.gallery.samples.everywhere",
]
