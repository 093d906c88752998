"""What can be drawn, and which moves are possible."""

from __future__ import annotations

from datetime import date

import pytest

from biaogan.engine.methods.business_calendar import china
from biaogan.org.policies import NotAllowed
from biaogan.quality.states.moving import check_move
from biaogan.quality.states.video import CHECK_MOVES, DRAW_MOVES, CheckState, DrawState
from biaogan.quality.video.frames import BadList, of_calendar, of_list


@pytest.mark.parametrize(
    ("moves", "states"), [(DRAW_MOVES, DrawState), (CHECK_MOVES, CheckState)], ids=["draw", "check"]
)
def test_only_the_moves_of_the_tables_are_possible(moves, states):
    for before in states.values:
        for after in states.values:
            if after in moves[before]:
                check_move(moves, states, before, after)
            else:
                with pytest.raises(NotAllowed):
                    check_move(moves, states, before, after)


def test_the_calendar_gives_each_step_on_each_part_of_each_day_up_to_a_day():
    found = of_calendar("S1", "2026-10", ("welcome",), china(), until=date(2026, 10, 9))
    assert len(found) == 2 * 9
    parts = {one.day: one.part for one in found}
    assert parts[date(2026, 10, 2)].startswith("weekend")  # National Day, a Friday
    assert parts[date(2026, 10, 9)].startswith("weekday")
    assert of_calendar("S1", "2026-12", ("welcome",), china(), until=date(2026, 11, 30)) == []


def test_a_list_of_clips_is_read_line_by_line():
    found = of_list(
        "S1,c1\n\n店一\tc2\twelcome\tweekday-am\t2026-11-03\nS2；c1\n", {"S1": "S1", "店一": "S1", "S2": "S2"}
    )
    assert [one.id for one in found["S1"]] == ["c1", "c2"]
    assert found["S1"][1].day == date(2026, 11, 3)
    assert found["S2"][0].row("S2", "step") == ["c1", "S2/-", "", "", ""]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("S9,c1", "store"),
        ("S1,", "id"),
        ("S1," + "x" * 81, "id"),
        ("S1,c,lunch", "step"),
        ("S1,c,welcome,night", "part"),
        ("S1,c,welcome,weekday-am,3.11.", "day"),
        ("S1,c\nS1,c", "twice"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(line, code):
    with pytest.raises(BadList) as fault:
        of_list(line, {"S1": "S1"})
    assert fault.value.code == code
    assert fault.value.line == line.count("\n") + 1
