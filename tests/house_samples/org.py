"""Stores, spellings and people to ask for."""


def of_store(world, place):
    return {"code": world.stores[place].code}


def of_region(world, place):
    return {"pk": world.regions[place].pk}


def of_person(world, place):
    return {"pk": world.people[f"manager-{place}"].pk}


def of_alias(world, place):
    return {"pk": world.stores[place].aliases.get(text=f"{place}别名").pk}


SAMPLES = {
    "org:store": of_store,
    "org:add_alias": of_store,
    "org:remove_alias": of_alias,
    "org:region": of_region,
    "org:person": of_person,
    "org:give_password": of_person,
    "org:deactivate": of_person,
    "org:reactivate": of_person,
}
