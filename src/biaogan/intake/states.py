"""The states of an upload on the page and the moves between them."""

from __future__ import annotations

from biaogan.intake.models import UploadState

# A correction of the mapping, a store or a wording sends a checked upload back to be checked again.
UPLOAD_MOVES: dict[str, list[str]] = {
    UploadState.RECEIVED: [UploadState.CHECKED, UploadState.CANCELLED],
    UploadState.CHECKED: [UploadState.RECEIVED, UploadState.CONFIRMED, UploadState.CANCELLED],
    UploadState.CONFIRMED: [],
    UploadState.CANCELLED: [],
}


class CannotMove(ValueError):
    """The upload is no longer in a state from which this is possible."""


def check_move(before: str, after: str) -> None:
    if after not in UPLOAD_MOVES[before]:
        raise CannotMove(f"an upload that is {before} cannot become {after}")
