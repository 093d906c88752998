"""Opening dealers' files safely: any file in, sheets of text out, or one sentence why not."""

from .expanding import Member, expand
from .limits import Limits
from .opening import read_file
from .refusal import Unreadable
from .sheet import RawSheet, ReadFile

__all__ = ["Limits", "Member", "RawSheet", "ReadFile", "Unreadable", "expand", "read_file"]
