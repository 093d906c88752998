"""Chromium for tests: pages at phone and desktop size, day and night, in both languages; pictures; axe."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

EXECUTABLE = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
WIDTHS = {360: 780, 1440: 900}


@dataclass(frozen=True)
class Look:
    """One way of looking at a page."""

    width: int
    scheme: str  # light, dark
    language: str  # zh-hans, en

    def __str__(self) -> str:
        return f"{self.width}-{self.scheme}-{self.language}"


LOOKS = tuple(Look(*each) for each in itertools.product(WIDTHS, ("light", "dark"), ("zh-hans", "en")))


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Visit:
    """An open page and what it did while it loaded."""

    page: Page
    complaints: list[str]  # errors and refusals the browser wrote to its console
    requests: list[str]

    def strangers(self, origin: str) -> list[str]:
        """Requests that left for another origin."""
        return [url for url in self.requests if not url.startswith((origin, "data:", "blob:"))]


@contextmanager
def visit(
    browser: Browser,
    url: str,
    look: Look,
    *,
    scripts: bool = True,
    cookies: list[Any] | None = None,
) -> Iterator[Visit]:
    context = browser.new_context(
        viewport={"width": look.width, "height": WIDTHS[look.width]},
        color_scheme=look.scheme,  # type: ignore[arg-type]
        locale="zh-CN" if look.language.startswith("zh") else "en-GB",
        timezone_id="Asia/Shanghai",
        java_script_enabled=scripts,
        has_touch=look.width < 500,
    )
    origin = "/".join(url.split("/")[:3])
    context.add_cookies(
        [{"name": "django_language", "value": look.language, "url": origin}, *(cookies or [])]
    )
    page = context.new_page()
    seen = Visit(page, [], [])
    page.on("console", lambda said: seen.complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("request", lambda request: seen.requests.append(request.url))
    page.goto(url, wait_until="load")
    yield seen
    context.close()


def picture(page: Page, folder: Path, name: str) -> Path:
    """The whole page as a PNG, for eyes."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path


def axe(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA, one line per rule and element; an empty list is what we want."""
    source = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    page.evaluate(source)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    run = f"axe.run(document, {{runOnly: {{type: 'tag', values: {json.dumps(tags)}}}}})"
    found = page.evaluate(run)
    assert found["passes"], "axe checked nothing"
    return [
        f"{rule['id']}: {node['html'][:160]} ({node['failureSummary'].splitlines()[-1].strip()})"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def sideways(page: Page) -> int:
    """How many pixels the page is wider than the window; 0 is what we want."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def small_targets(page: Page, least: int = 44) -> list[str]:
    """Buttons, summaries and menu links lower than a finger needs."""
    return page.evaluate(
        """(least) => [...document.querySelectorAll('button, .button, summary, .menu a, .bar a, .tabs a')]
        .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < least - 0.5)
        .map((one) => one.outerHTML.slice(0, 120))""",
        least,
    )
