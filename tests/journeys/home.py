"""A home kept by the installed command, asked as people and other programs ask it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.command_line import biaogan

AS_OF = "2026-09-30"


@dataclass(frozen=True)
class Home:
    folder: Path

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        answer = biaogan(self.folder, *map(str, arguments))
        assert "Traceback" not in answer.stderr + answer.stdout, answer.stderr
        return answer

    def done(self, *arguments: object, code: int = 0) -> str:
        answer = self.run(*arguments)
        assert answer.returncode == code, (arguments, answer.stdout, answer.stderr)
        return answer.stdout

    def json(self, *arguments: object, code: int = 0) -> Any:
        """The one document on standard output."""
        return json.loads(self.done(*arguments, "--json", code=code))

    def refused(self, *arguments: object) -> str:
        """The one line that says what was wrong."""
        answer = self.run(*arguments)
        assert (answer.returncode, answer.stdout) == (2, ""), answer
        [line] = answer.stderr.splitlines()
        return line

    def add_stores(self, *stores: tuple[str, str, str]) -> None:
        for code, name, alias in stores:
            self.done("stores", "add", code, name, "--alias", alias)

    def bring(self, *paths: Path, code: int = 0, options: Iterable[str] = ()) -> list[dict[str, Any]]:
        """What the report says of each file."""
        return self.json("import", *paths, *options, code=code)["files"]

    def readings(
        self, slugs: str, months: str, *, by: str = "store", as_of: str = AS_OF
    ) -> list[dict[str, Any]]:
        return self.json("metrics", "show", slugs, "--months", months, "--by", by, "--as-of", as_of)

    def values(self, slugs: str, months: str, **how: str) -> dict[tuple[str, str, str], Any]:
        """By metric, place and month."""
        found = self.readings(slugs, months, **how)
        return {(one["metric"], one["place"], one["month"]): one["value"] for one in found}
