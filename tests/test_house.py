"""The rules of the house, checked by walking it. Each walk is shown a planted fault it must find."""

from __future__ import annotations

import ast
import os
import re
import statistics
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.urls import URLResolver, path
from django.urls.resolvers import RegexPattern

from biaogan.org.access import is_guarded
from house_world import SAMPLES, routes

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "biaogan"
MOST_LINES = 400


def unguarded(found) -> list[str]:
    return [route.name for route in found if not is_guarded(route.view, list(route.app_names))]


def test_every_address_is_guarded():
    found = routes()
    assert len(found) > 20, "the walk found almost nothing"
    assert unguarded(found) == []


def test_an_unguarded_address_is_found():
    planted = URLResolver(RegexPattern(r"^/"), [path("planted", planted_view, name="planted")])
    assert unguarded(routes(planted)) == ["planted"]


def test_an_unguarded_view_is_refused_when_it_is_asked_for(rf):
    from django.core.exceptions import ImproperlyConfigured

    from biaogan.org.access import ScopeOfRequest

    request = rf.get("/planted")
    request.resolver_match = None
    with pytest.raises(ImproperlyConfigured, match="planted_view"):
        ScopeOfRequest(planted_view).process_view(request, planted_view, (), {})


def planted_view(request):
    return HttpResponse()


def test_the_administration_is_for_superusers_only(rf):
    from django.contrib import admin

    from biaogan.org.models import Person

    request = rf.get("/administration/")
    for role, superuser in [("regional_manager", False), ("head_office", True)]:
        request.user = Person(username="x", role=role, is_superuser=superuser)
        assert admin.site.has_permission(request) is superuser


def test_every_address_with_an_argument_has_a_sample():
    wanting = [route.name for route in routes() if route.arguments and route.name not in SAMPLES]
    assert wanting == [], "say in tests/house_world.py which rows these are asked for"


def _python_files() -> list[Path]:
    return sorted(path for folder in (SOURCE, ROOT / "tests") for path in folder.rglob("*.py"))


def too_long(files) -> list[str]:
    counts = ((file, len(file.read_text(encoding="utf-8").splitlines())) for file in files)
    return [f"{file.name}: {lines}" for file, lines in counts if lines > MOST_LINES]


def test_no_file_is_over_its_budget(tmp_path):
    files = [file for file in _python_files() if "migrations" not in file.parts]
    templates = sorted(SOURCE.rglob("*.html"))
    assert len(files) > 50
    assert too_long([*files, *templates]) == [], "a file over the budget is a room that wants dividing"
    planted = tmp_path / "planted.py"
    planted.write_text("pass\n" * (MOST_LINES + 1), encoding="utf-8")
    assert too_long([planted]) == ["planted.py: 401"]


def test_functions_fit_their_budget():
    sizes = sorted(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for file in SOURCE.rglob("*.py")
        if "migrations" not in file.parts
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert len(sizes) > 200
    assert statistics.median(sizes) <= 12
    assert sizes[int(len(sizes) * 0.9)] <= 40


def test_floors_hold():
    from importlinter.cli import lint_imports

    here = Path.cwd()
    os.chdir(ROOT)
    try:
        assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0
    finally:
        os.chdir(here)


def _mentioned(text: str) -> set[str]:
    return set(re.findall(r"BIAOGAN_[A-Z_]+[A-Z]", text))


def test_every_variable_of_the_environment_is_documented():
    read = re.compile(r'(?:environ(?:\.get\(|\[)|flag\(|words\()\s*"(BIAOGAN_[A-Z_]+)"')
    used = {name for file in SOURCE.rglob("*.py") for name in read.findall(file.read_text(encoding="utf-8"))}
    internal = {"BIAOGAN_COLLECTED_STATIC"}  # set by `biaogan run` for its own parts
    documented = _mentioned((ROOT / ".env.example").read_text(encoding="utf-8"))
    assert len(used) > 5
    assert used - internal == documented
