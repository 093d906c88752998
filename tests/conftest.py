"""What every test stands on: a home of its own, no network, one clean slate of settings.

The environment is set before Django reads its settings: each test process gets a fresh home, so
tests neither meet the developer's data nor each other's.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_socket

HOME = Path(tempfile.mkdtemp(prefix="biaogan-test-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
for name in [
    name for name in os.environ if name.startswith("BIAOGAN_") and not name.startswith("BIAOGAN_TEST")
]:
    del os.environ[name]
os.environ["BIAOGAN_HOME"] = str(HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "biaogan.config.settings"
if os.environ.get("BIAOGAN_TEST_DATABASE", "sqlite") == "postgres":
    os.environ["BIAOGAN_DATABASE_URL"] = os.environ.get(
        "BIAOGAN_TEST_DATABASE_URL", "postgres://biaogan:biaogan@127.0.0.1:5432/biaogan"
    )

import django  # noqa: E402
from django.conf import settings  # noqa: E402 - the environment comes first; pytest-django would read it too early

# Hashing slowly protects people, not tests.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
django.setup()

from biaogan.config.messages import compile_stale  # noqa: E402

compile_stale()  # pages are tested in both languages


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test of the other database does not belong to this run: it is left out, which is no skipping."""
    here = os.environ.get("BIAOGAN_TEST_DATABASE", "sqlite")
    elsewhere = [item for item in items if any(m.args[0] != here for m in item.iter_markers("only_on"))]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Continuous integration demands everything: there, a skipped test is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("BIAOGAN_TEST_DEMAND") != "1" or reporter is None:
        return
    if skipped := reporter.stats.get("skipped", []):
        reporter.write_line(f"{len(skipped)} tests were skipped, and none may be here.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def _first_language() -> Iterator[None]:
    """A page asked for in English leaves its language behind; every test begins in the product's own."""
    from django.utils import translation

    translation.activate(settings.LANGUAGE_CODE)
    yield
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    """Nothing leaves the machine during a test; the machine may talk to itself."""
    pytest_socket.socket_allow_hosts(["127.0.0.1", "localhost", "::1"], allow_unix_socket=True)
    yield
    pytest_socket._remove_restrictions()
