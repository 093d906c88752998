"""What the worker does when no job waits: look whether figures are to be worked out, and send what is due."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from biaogan.config.warming import Watch
from biaogan.followup.outbox.sending import send_due
from biaogan.workbench.brief.pushing import push_briefs

EVERY = timedelta(seconds=20)


@dataclass
class Idle:
    watch: Watch = field(default_factory=Watch)
    posted_at: datetime | None = None

    def look(self, now: datetime) -> None:
        self.watch.look(now)
        if self.posted_at is None or now - self.posted_at >= EVERY:
            self.posted_at = now
            push_briefs(at=now)
            send_due(at=now)
