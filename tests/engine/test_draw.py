"""The draw: published vectors, an independent implementation, and every way to cheat."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaogan.engine.methods import draw
from biaogan.engine.methods.draw import Candidate, Chosen, Record

# All ten vectors of nealmcb/rivest-sampler-tests (tests.json, 0.2.0-alpha): seed, total, picks.
VECTORS = (
    ("abc123", 1000, [455, 764, 629]),
    ("0", 1000, [905, 573, 160]),
    ("0", 2, [1, 1, 2]),
    ("1", 1000, [97, 89, 163]),
    ("0000000000", 1000, [978, 359, 132]),
    ("999999999999999999999999", 1000, [544, 800, 654]),
    ("abcde", 1000, [247, 427, 157]),
    ("3546311556112163624615351222", 876, [740, 180, 264, 789, 238]),
    ("snowman: \u2603", 1000, [634, 56, 46]),
    ("\U0001f600", 1000, [596, 415, 303, 11, 141]),
)
SECRET, NUMBER = "沉默的港湾 42", "3412.87"


@pytest.mark.parametrize(("seed", "total", "picks"), VECTORS)
def test_the_published_vectors_come_out(seed, total, picks):
    assert [draw.rivest(seed, place, total) for place in range(1, len(picks) + 1)] == picks


def test_the_hash_is_that_of_the_standard():
    assert draw.hashed("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def frame(store, count):
    return [Candidate(f"{store}/{number}", f"{store} {number % 2}") for number in range(count)]


FRAMES = (frame("甲店", 12), frame("乙店", 9))


def naive(candidates, seed, wanted):
    """By hand: hash each, sort, take the first."""
    strata = {}
    for one in candidates:
        ticket = hashlib.new("sha256", bytes(seed, "utf-8") + b"," + bytes(one.id, "utf-8")).hexdigest()
        strata.setdefault(one.stratum, []).append((int(ticket, 16), one.id))
    return {name: [who for _, who in sorted(rows)[:wanted]] for name, rows in strata.items()}


@given(st.text(max_size=20), st.sets(st.text(min_size=1, max_size=8), max_size=40), st.integers(0, 5))
def test_the_draw_is_that_of_the_naive_implementation(seed, names, wanted):
    names = {name.encode("utf-8", "ignore").decode() for name in names}
    seed = seed.encode("utf-8", "ignore").decode()
    candidates = [Candidate(name, str(len(name) % 3)) for name in names]
    found = {}
    for one in draw.drawn(candidates, seed, wanted):
        found.setdefault(one.stratum, []).append(one.id)
    assert found == {name: who for name, who in naive(candidates, seed, wanted).items() if who}


def record(wanted=2):
    parts = [draw.part_hash(one) for one in FRAMES]
    tickets = draw.drawn([one for rows in FRAMES for one in rows], SECRET + NUMBER, wanted)
    chosen = [Chosen(one.id, one.stratum, one.ticket) for one in tickets]
    return Record(
        draw.hashed(SECRET), SECRET, NUMBER, draw.frame_hash(parts), parts, wanted, FRAMES, chosen
    )  # fmt: skip


def faults(found):
    return {code for code, _ in draw.verify(found).faults}


def test_an_honest_draw_holds():
    verdict = draw.verify(record())
    assert verdict.holds
    assert (verdict.candidates, verdict.strata, verdict.drawn) == (21, 4, 8)


def test_one_store_is_checked_without_the_candidates_of_the_others():
    whole = record()
    own = replace(whole, frames=FRAMES[:1], chosen=[one for one in whole.chosen if "甲" in one.id])
    assert draw.verify(own).holds


def test_every_way_to_cheat_is_found():
    honest = record()
    first, *others = honest.chosen
    assert faults(replace(honest, secret="another")) >= {"commitment", "ticket"}
    assert "ticket" in faults(replace(honest, public_number="3412.88"))
    dropped = (FRAMES[0][1:], FRAMES[1])
    assert "part" in faults(replace(honest, frames=dropped))
    assert "frame" in faults(replace(honest, parts=honest.parts[:1]))
    assert "count" in faults(replace(honest, chosen=others))
    unknown = replace(first, id="甲店/99")
    assert "unknown" in faults(replace(honest, chosen=[unknown, *others]))
    assert "unknown" in faults(replace(honest, chosen=[replace(first, stratum="丙店 0"), *others]))
    twice = (FRAMES[0] + FRAMES[0][:1], FRAMES[1])
    assert "part" in faults(replace(honest, frames=twice))


def test_a_favourite_in_the_place_of_the_first_is_found():
    honest = record()
    order = draw.in_order(FRAMES[0], SECRET + NUMBER)["甲店 0"]
    favourite = order[4]
    chosen = [one for one in honest.chosen if one.id != order[0].id]
    chosen.append(Chosen(favourite.id, favourite.stratum, favourite.ticket))
    assert faults(replace(honest, chosen=chosen)) == {"order"}


def test_a_replacement_takes_the_next_ticket_and_nothing_else():
    honest = record()
    order = draw.in_order(FRAMES[0], SECRET + NUMBER)["甲店 0"]
    chosen = [replace(one, replaced="no picture") if one.id == order[1].id else one for one in honest.chosen]
    assert faults(replace(honest, chosen=chosen)) == {"count"}
    third, fourth = (Chosen(one.id, one.stratum, one.ticket) for one in order[2:4])
    assert draw.verify(replace(honest, chosen=[*chosen, third])).holds
    assert faults(replace(honest, chosen=[*chosen, fourth])) == {"order"}


def test_more_replacements_than_candidates_end_with_an_empty_stratum():
    rows = FRAMES[1]
    seed = SECRET + NUMBER
    chosen = [Chosen(one.id, one.stratum, one.ticket, "gone")
              for tickets in draw.in_order(rows, seed).values() for one in tickets]  # fmt: skip
    part = draw.part_hash(rows)
    alone = Record(draw.hashed(SECRET), SECRET, NUMBER, draw.frame_hash([part]), [part], 2, [rows], chosen)
    assert draw.verify(alone).holds


def test_an_id_that_would_make_the_frame_ambiguous_is_refused():
    with pytest.raises(ValueError, match="tab"):
        draw.part_hash([Candidate("a\tb", "x")])
    with pytest.raises(ValueError, match="twice"):
        draw.part_hash([Candidate("a", "x"), Candidate("a", "y")])


def test_20000_candidates_are_drawn_within_half_a_second():
    many = [Candidate(f"S{number % 10:02d}/clip-{number}", f"S{number % 10:02d}") for number in range(20_000)]
    started = process_time()
    draw.part_hash(many)
    found = draw.drawn(many, SECRET + NUMBER, 3)
    assert process_time() - started < 0.5
    assert len(found) == 30
