"""Tables of the manager's own work."""

from biaogan.workbench.models.duties import Area, Duty, FeedToken, Talk, Tick

__all__ = ["Area", "Duty", "FeedToken", "Talk", "Tick"]
