"""A built package holds all that the product needs: pages, styles, translations."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from browser.product import product_of

pytestmark = [pytest.mark.slow, pytest.mark.only_on("sqlite"), pytest.mark.timeout(300)]
ROOT = Path(__file__).resolve().parents[2]
PARTS = ("src", "pyproject.toml", "README.md", "LICENSE")
NOT_SHIPPED = shutil.ignore_patterns("__pycache__", "*.egg-info")


def pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True)


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The wheel of a copy of the sources, unpacked where nothing else of them lies."""
    copy, wheels, site = (tmp_path_factory.mktemp(name) for name in ("copy", "wheels", "site"))
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, copy / part, ignore=NOT_SHIPPED)
        else:
            shutil.copy(source, copy / part)
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels), str(copy))
    [wheel] = wheels.glob("biaogan-*.whl")
    pip("install", "--no-deps", "--target", str(site), str(wheel))
    return site


def test_the_wheel_ships_every_file_of_the_package(installed):
    source = ROOT / "src" / "biaogan"
    wanted = {
        path.relative_to(source)
        for path in source.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".mo"
    }
    assert len(wanted) > 300
    assert [str(path) for path in sorted(wanted) if not (installed / "biaogan" / path).exists()] == []


def test_the_installed_product_serves_its_first_page_with_its_styles(installed, tmp_path):
    environment = dict(os.environ) | {"PYTHONPATH": str(installed)}
    where = [sys.executable, "-c", "import biaogan; print(biaogan.__file__)"]
    found = subprocess.run(where, env=environment, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert found.stdout.startswith(str(installed))
    command = [sys.executable, "-m", "biaogan.config.command"]
    with product_of(command, tmp_path / "home", environment, path=installed) as address:
        page = read(address).decode()
        styles = re.findall(r'href="(/static/[^"]+\.css)"', page)
        assert len(styles) > 3
        assert all(b"{" in read(address + style) for style in styles)
        assert "欢迎使用" in page, "the translations are there"


def read(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 (our own address)
        return answer.read()
