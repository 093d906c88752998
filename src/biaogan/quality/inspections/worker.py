"""The worker that lets the inspection pages open without network, and what it keeps ready."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from django.contrib.staticfiles.finders import find
from django.templatetags.static import static

SCRIPT = Path(__file__).with_name("worker.js")
# What an inspection page loads. A test opens the page and compares.
ASSETS = (
    "ui/mark.svg",
    "ui/icons.svg",
    "ui/tokens.css",
    "ui/page.css",
    "ui/forms.css",
    "ui/components.css",
    "ui/tables.css",
    "ui/print.css",
    "ui/page.js",
    "vendor/htmx-2.0.11/htmx.min.js",
    "quality/inspections/phone.css",
    "quality/inspections/queue.js",
    "quality/inspections/keeping.js",
    "quality/inspections/phone.js",
    "quality/vendor/signature_pad-5.1.4/signature_pad.umd.min.js",
)


@cache
def script() -> str:
    """A change of any file makes another version, and with it another worker."""
    mark = hashlib.sha256(SCRIPT.read_bytes())
    for name in ASSETS:
        mark.update(Path(str(find(name))).read_bytes())
    addresses = [static(name) for name in ASSETS]
    head = f"const VERSION = {json.dumps(mark.hexdigest()[:16])};\nconst ASSETS = {json.dumps(addresses)};\n"
    return head + SCRIPT.read_text(encoding="utf-8")
