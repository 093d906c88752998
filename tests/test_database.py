"""The database takes many writers at once and loses nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from biaogan.config.database import database
from own_database import PREPARE, SQLITE, OwnDatabase, python

WRITERS, UPDATES = 8, 150
MAKE = """
from biaogan.org.models import Setting
Setting.objects.create(name="counter", value=0)
"""
WRITE = """
import sys, time
from django.db import transaction
from biaogan.org.models import Setting
time.sleep(max(0, float(sys.argv[2]) - time.time()))  # all begin together
for _ in range(int(sys.argv[1])):
    with transaction.atomic():
        row = Setting.objects.select_for_update().get(name="counter")
        row.value += 1
        row.save()
"""
READ = """
from django.db import connection
from biaogan.org.models import Setting
print(Setting.objects.get(name="counter").value)
sqlite = connection.vendor == "sqlite"
print(connection.cursor().execute("PRAGMA journal_mode").fetchone()[0] if sqlite else connection.vendor)
"""


@pytest.mark.django_db
@pytest.mark.only_on("sqlite")
def test_sqlite_is_set_to_survive_writers_and_power_loss():
    with connection.cursor() as cursor:
        values = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "foreign_keys")
        }
    assert values == {"synchronous": 2, "foreign_keys": 1}
    assert connection.transaction_mode == "IMMEDIATE"
    assert settings.DATABASES["default"]["OPTIONS"]["timeout"] == 20


@pytest.mark.timeout(300)
def test_servers_that_start_together_on_an_empty_database_all_start(tmp_path):
    environment = {**os.environ, "BIAOGAN_HOME": str(tmp_path)}
    with OwnDatabase(environment):
        servers = [
            subprocess.Popen(
                [sys.executable, "-c", PREPARE], env=environment, stderr=subprocess.PIPE, text=True
            )
            for _ in range(4)
        ]
        assert [server.communicate()[1] for server in servers] == [""] * 4
        assert [server.returncode for server in servers] == [0] * 4


@pytest.mark.timeout(300)
def test_eight_writers_lose_no_update(tmp_path):
    environment = {**os.environ, "BIAOGAN_HOME": str(tmp_path)}
    with OwnDatabase(environment):
        python(environment, MAKE).check_returncode()
        command = [sys.executable, "-c", PREPARE + WRITE, str(UPDATES), str(time.time() + 5)]
        writers = [subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) for _ in range(WRITERS)]
        errors = [writer.communicate()[1].decode() for writer in writers]
        assert [writer.returncode for writer in writers] == [0] * WRITERS, errors
        answer = python(environment, READ)
    assert answer.stdout.split() == [str(WRITERS * UPDATES), "wal" if SQLITE else "postgresql"]


def test_an_address_of_postgresql_is_understood(tmp_path):
    found = database(tmp_path, "postgres://lin:a%40b@db.example:5433/region")
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert [found[part] for part in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "lin",
        "a@b",
        "db.example",
        "5433",
        "region",
    ]


def test_an_address_of_another_database_is_refused(tmp_path):
    with pytest.raises(ValueError, match="postgres://"):
        database(tmp_path, "mysql://db/region")
