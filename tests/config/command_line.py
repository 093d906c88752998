"""The installed command, run as people run it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def biaogan(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "biaogan.config.command", *arguments]
    variables = {**os.environ, "BIAOGAN_HOME": str(home), **environment}
    return subprocess.run(command, env=variables, capture_output=True, text=True, check=False, timeout=120)
