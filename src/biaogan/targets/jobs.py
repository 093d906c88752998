"""Long work of the targets."""

from biaogan.targets.decisions.actions import SEARCH
from biaogan.targets.decisions.searching import find_alternatives

HANDLERS = {SEARCH: find_alternatives}
