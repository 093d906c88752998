"""Preferences, moments and cards to ask for."""

from django.utils import timezone

from house_samples.quality import jpeg


def preference(world, place):
    from biaogan.quality.surprises.actions import keep_preference
    from biaogan.quality.vehicles import vehicle_of

    def make():
        now = timezone.now()
        return keep_preference(
            store=world.stores[place], customer=vehicle_of("云A12345"), text="喜欢靠窗的座位", given="spoken",
            agreed_at=now, by=world.people[f"manager-{place}"], at=now,
        )  # fmt: skip

    return world.once(f"preference-{place}", make)


def moment(world, place):
    from biaogan.quality.models import Idea
    from biaogan.quality.surprises.actions import record_moment
    from biaogan.quality.vehicles import vehicle_of

    def make():
        now = timezone.now()
        plate = {"own": "云A00001", "sister": "云A00002", "far": "云A00003"}[place]
        idea = Idea.objects.get(code="weather-umbrella")
        return record_moment(
            store=world.stores[place], customer=vehicle_of(plate), idea=idea, occasion="weather",
            preference=None, done="撑伞送到车旁", cost_yuan=30, said="太贴心了", reaction="delighted",
            happened_on=timezone.localdate(now), by=world.people[f"manager-{place}"], at=now, photo=jpeg(),
        )  # fmt: skip

    return world.once(f"moment-{place}", make)


def shared_card(world, _place):
    """Told by the sister store to all stores of its region: it belongs to no store alone."""
    from biaogan.quality.surprises.actions import share_moment

    def make():
        return share_moment(
            moment=moment(world, "sister"), how="雨天交车时撑伞送到车旁", by=world.people["manager-sister"],
            at=timezone.now(),
        )  # fmt: skip

    return {"pk": world.once("card", make).pk}


shared_card.anywhere = True
MOMENTS = ("surprise", "surprise_share", "surprise_photo")
SAMPLES = {
    **{f"quality:{name}": lambda world, place: {"pk": moment(world, place).pk} for name in MOMENTS},
    "quality:surprise_withdraw": lambda world, place: {"pk": preference(world, place).pk},
    "quality:surprise_take_up": shared_card,
}
