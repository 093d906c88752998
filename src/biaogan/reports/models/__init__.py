"""Tables of the reports."""

from biaogan.reports.models.reports import Kind, Receipt, Report

__all__ = ["Kind", "Receipt", "Report"]
