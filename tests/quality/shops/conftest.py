import pytest
from tests.quality.shops.builders import shoppers, wave
from tests.quality.shops.items import some_items
from tests.targets.conftest import world

__all__ = ["world"]


@pytest.fixture
def plan(world):
    """A planned wave over two stores."""
    some_items()
    shoppers(world)
    return wave(world)
