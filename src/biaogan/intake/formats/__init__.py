"""Formats: what a sheet of a dealer's file is, and what its columns mean."""

from biaogan.intake.formats.recognised import Column, NotATable, Recognised
from biaogan.intake.formats.recognising import recognise

__all__ = ["Column", "NotATable", "Recognised", "recognise"]
