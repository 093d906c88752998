"""Several workers in processes of their own: each job is done once; a killed worker loses nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from own_database import PREPARE, OwnDatabase, python

ASK = """
from biaogan.jobs.actions import enqueue
for number in range(60): enqueue(kind="note", by=None, payload={"number": number})
"""
WORK = (
    PREPARE
    + """
import sys, time
from biaogan.jobs import handle
from biaogan.jobs.worker import Worker
def note(job):
    with open(sys.argv[1], "a") as file: file.write(f"{job.payload['number']}\\n")
    return {}
handle.register({"note": note})
worker = Worker()
while worker.run_next(): pass
"""
)
STATES = """
from collections import Counter
from biaogan.jobs.models import Job
print(dict(Counter(Job.objects.values_list("state", flat=True))))
"""


@pytest.mark.timeout(120)
def test_four_workers_do_each_job_once(tmp_path):
    environment = {**os.environ, "BIAOGAN_HOME": str(tmp_path / "home")}
    done = tmp_path / "done"
    with OwnDatabase(environment):
        python(environment, ASK).check_returncode()
        command = [sys.executable, "-c", WORK, str(done)]
        workers = [subprocess.Popen(command, env=environment) for _ in range(4)]
        assert [worker.wait() for worker in workers] == [0] * 4
        assert python(environment, STATES).stdout.strip() == "{'done': 60}"
    assert sorted(map(int, done.read_text().split())) == list(range(60))


HANG = (
    PREPARE
    + """
import time
from biaogan.jobs import handle
from biaogan.jobs.worker import Worker
def hang(job):
    print("begun", flush=True)
    time.sleep(600)
handle.register({"note": hang})
Worker().run_next()
"""
)
REAP = """
from datetime import timedelta
from django.utils import timezone
from biaogan.jobs.actions import reap
print(len(reap(at=timezone.now() + timedelta(minutes=5))))
"""


@pytest.mark.timeout(120)
def test_the_job_of_a_killed_worker_is_done_by_the_next(tmp_path):
    environment = {**os.environ, "BIAOGAN_HOME": str(tmp_path / "home")}
    done = tmp_path / "done"
    with OwnDatabase(environment):
        python(environment, ASK.replace("60", "1")).check_returncode()
        killed = subprocess.Popen([sys.executable, "-c", HANG], env=environment, stdout=subprocess.PIPE)
        assert killed.stdout.readline() == b"begun\n"
        killed.kill()
        killed.communicate()
        time.sleep(0.1)
        assert python(environment, REAP).stdout.strip() == "1"
        subprocess.run([sys.executable, "-c", WORK, str(done)], env=environment, check=True)
        assert python(environment, STATES).stdout.strip() == "{'done': 1}"
    assert done.read_text() == "0\n"
