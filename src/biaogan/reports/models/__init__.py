"""Tables of the reports."""

from biaogan.reports.models.reports import Kind, Report

__all__ = ["Kind", "Report"]
