"""Every source of an assumption can be read in Chinese."""

from biaogan.engine.methods.three_year.assumptions import CAUTIOUS_RANGES, LITERATURE_RANGES
from biaogan.targets.decisions.sources import IN_CHINESE, source_of


def test_no_source_is_left_in_english():
    sources = {one.source for ranges in (LITERATURE_RANGES, CAUTIOUS_RANGES) for one in ranges.values()}
    unsaid = {one for one in sources if source_of(one).zh == one}
    assert unsaid == {
        "Kalyanaram and Winer 1995",
        "van Heerde, Leeflang and Wittink 2000, JMR 37(3)",
    }
    assert set(IN_CHINESE) <= sources
