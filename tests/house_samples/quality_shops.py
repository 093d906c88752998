"""Mystery shops to ask for; a released one, since no other exists for a store."""

from tests.quality.shops import builders
from tests.quality.shops.items import some_items


def _region(place):
    return "far" if place == "far" else "own"


def wave(world, place):
    region = _region(place)

    def make():
        world.once("items", some_items)
        builders.shoppers(world, region=region)
        return builders.wave(world, region=region)

    return world.once(f"shop-wave-{region}", make)


def of_shop(world, place):
    def make():
        shop = wave(world, place).shops.filter(store=world.stores[place]).first()
        return builders.released(world, shop, points=0)

    return {"pk": world.once(f"shop-{place}", make).pk}


def of_wave(world, place):
    return {"pk": wave(world, place).pk}


def of_shopper(world, place):
    return {"pk": wave(world, place).shops.first().shopper_id}


SHOP = ("shop", "shop_visit", "shop_score", "shop_cancel", "shop_release", "shop_appeal", "shop_decide")
SAMPLES = {
    **{f"quality:{name}": of_shop for name in SHOP},
    "quality:shop_wave": of_wave,
    "quality:shop_release_wave": of_wave,
    "quality:shop_rest_shopper": of_shopper,
    "quality:shop_store": lambda world, place: {"code": world.stores[place].code},
}
