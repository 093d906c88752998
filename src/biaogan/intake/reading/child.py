"""The process that reads one file and hands it over; what the file does to it touches nobody else.

Called as `python -m biaogan.intake.reading.child FILE FOLDER LIMITS`, the limits as JSON.
Leaves `report.json` and one Arrow file per sheet in the folder.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
from pathlib import Path

from .limits import Limits
from .refusal import Refusal
from .sheet import Content
from .sniff import read_content

REPORT = "report.json"
OUT_OF_MEMORY = 77  # exit code


def restrain(limits: Limits) -> None:
    os.nice(5)
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # macOS knows this bound and does not accept it
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))


def hand_over(content: Content, folder: Path) -> dict[str, object]:
    sheets = []
    for number, sheet in enumerate(content.sheets):
        file = f"{number}.arrow"
        sheet.cells.write_ipc(folder / file)
        sheets.append({"name": sheet.name, "hidden": sheet.hidden, "file": file, "merged": sheet.merged})
    return {"format": content.format, "encoding": content.encoding, "sheets": sheets}


def main(path: str, folder: str, limits_json: str) -> int:
    limits = Limits(**json.loads(limits_json))
    restrain(limits)
    try:
        report = hand_over(read_content(Path(path), limits), Path(folder))
    except Refusal as refusal:
        report = {"refused": refusal.code, "words": refusal.words}
    except MemoryError:
        return OUT_OF_MEMORY
    (Path(folder) / REPORT).write_text(json.dumps(report), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
