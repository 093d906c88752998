"""The demonstration region as files: ten invented dealerships, as their systems would export them.

What is planted in it is listed in STORIES; what each file holds, in the manifest that `grow` writes.
"""

from biaogan.intake.demonstration.growing import grow
from biaogan.intake.demonstration.region import LARGE, MEDIUM, SMALL, STORES, STORIES, DemoStore, Size, Story

__all__ = ["LARGE", "MEDIUM", "SMALL", "STORES", "STORIES", "DemoStore", "Size", "Story", "grow"]
