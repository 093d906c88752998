"""Checking: the texts of a recognised table become typed facts, or are refused with a reason."""

from biaogan.engine.facts.checking.checking import check
from biaogan.engine.facts.checking.context import Checked, Context, Notice

__all__ = ["Checked", "Context", "Notice", "check"]
