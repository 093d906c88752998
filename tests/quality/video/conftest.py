from tests.targets.conftest import world

__all__ = ["world"]
