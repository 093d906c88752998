"""The nine proposals the method was tried on, and its verdicts under both presets."""

from __future__ import annotations

from biaogan.engine.methods.three_year.change import Rule
from biaogan.engine.methods.three_year.levers import Levers
from biaogan.engine.methods.three_year.verdict import Verdict

REACH = 0.95
ALWAYS = Levers(discount_depth=0.20, discount_reach=REACH)
SHARED = Levers(discount_depth=0.20, discount_reach=REACH, manufacturer_share=0.5)
TWICE_A_YEAR = Levers(discount_depth=0.15, discount_reach=REACH, discount_in=(2, 4))
ONE_QUARTER = Levers(discount_depth=0.15, discount_reach=REACH, discount_for=1)
ONE_YEAR = Levers(discount_depth=0.15, discount_reach=REACH, discount_for=4)
HALF_TRAINING = Levers(training=0.5)
LOST_ONLY = Levers(lost_depth=0.20, lost_leak=0.08)
REMINDERS_AND_APP = Levers(reminders=1.0, app=1.0)
CONTRACT = Levers(contract=0.30)

# Published: change of revenue in year one, of profit in years one, two, three (percent of gross profit),
# of retention and dependence (points, literature preset), value in million yuan.
PUBLISHED = {
    "always 20 % off": (ALWAYS, Verdict.VETO, (1.1, -10.2, -10.2, -10.2, -0.94, 25.8, -21.6)),
    "the same, half paid by the maker": (SHARED, Verdict.VETO, (1.1, 0.0, 0.2, 0.3, -0.94, 25.8, 0.4)),
    "15 % in two quarters a year": (TWICE_A_YEAR, Verdict.VETO, (1.0, -3.2, -3.6, -3.7, -0.32, 10.5, -7.3)),
    "15 % in one quarter": (ONE_QUARTER, Verdict.VETO, (0.2, -1.9, -0.1, -0.1, -0.10, 1.0, -1.6)),
    "15 % for a year": (ONE_YEAR, Verdict.VETO, (2.6, -5.8, -1.2, -0.4, -0.40, 4.3, -5.6)),
    "half the training": (HALF_TRAINING, Verdict.VETO, (0.0, 0.7, 0.0, -0.3, -0.43, 0.0, 0.4)),
    "20 % for lost customers": (LOST_ONLY, Verdict.PASS, (1.9, 0.6, 2.3, 3.3, 1.5, 1.1, 4.2)),
    "due list and progress app": (REMINDERS_AND_APP, Verdict.PASS, (3.0, 0.9, 1.1, 1.4, 0.55, 0.0, 2.4)),
    "three-year contract": (CONTRACT, Verdict.PILOT, (1.3, -0.5, 0.7, 1.8, 2.7, 0.0, 1.3)),
}
LASTING = {Rule.DEPENDENCE, Rule.RETENTION, Rule.SATISFACTION}
