"""In a process of its own: make a person who sees everything (NAME PASSWORD), or `wait` for the worker."""

from __future__ import annotations

import sys
import time

from biaogan.config.bootstrap import prepare

prepare()

if sys.argv[1] == "wait":
    from biaogan.jobs.models import Job

    while Job.objects.filter(state__in=("queued", "running")).exists() or not Job.objects.exists():
        time.sleep(0.2)
else:
    from biaogan.org.models import Person

    if not Person.objects.filter(username=sys.argv[1]).exists():
        Person.objects.create_superuser(sys.argv[1], sys.argv[2], display_name="Bench")
