"""Background work to ask for."""

from biaogan.jobs.actions import enqueue


def of_job(world, place):
    return {"pk": enqueue(kind="nothing", by=world.people[f"manager-{place}"]).pk}


SAMPLES = {"jobs:job": of_job, "jobs:progress": of_job, "jobs:cancel": of_job}
