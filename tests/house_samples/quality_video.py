"""Draws and checks of video to ask for; a checked one, since a store sees no other."""

from tests.quality.shops.items import some_items
from tests.quality.video import builders


def drawn(world, place):
    def make():
        world.once("items", some_items)
        builders.set_to("video-second-scoring-percent", 0)
        region, code = "far" if place == "far" else "own", world.stores[place].code
        draw, checks = builders.drawn(world, region=region, stores=(code,), per_stratum=1)
        return draw, builders.score(checks[0], by=builders.manager(world))

    return world.once(f"draw-{place}", make)


def of_draw(world, place):
    return {"pk": drawn(world, place)[0].pk}


def of_check(world, place):
    return {"pk": drawn(world, place)[1].pk}


DRAWS = ("video_draw", "video_freeze", "video_reveal", "video_abandon", "video_file")
CHECKS = ("video_check", "video_score", "video_replace", "video_close", "video_keep", "video_look")
SAMPLES = {f"quality:{name}": of_draw for name in DRAWS} | {f"quality:{name}": of_check for name in CHECKS}
