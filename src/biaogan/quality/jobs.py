"""Long work of service quality."""

from biaogan.quality.video.footage import DELETE, delete_footage

HANDLERS = {DELETE: delete_footage}
