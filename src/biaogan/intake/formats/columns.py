"""Giving each column of a table the field of a kind that its header names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from biaogan.engine.facts.checking import vocabulary
from biaogan.engine.facts.checking.wide import name as spread_name
from biaogan.engine.facts.kind import Type
from biaogan.engine.facts.kinds import KINDS
from biaogan.intake.formats.headers import Header, Heading, month_label
from biaogan.intake.formats.recognised import Column
from biaogan.intake.formats.synonyms import Synonyms, key, synonyms

# One column that fills two fields where the table has no second one.
SHARED = frozenset({"ro_type", "biz_type"})
DATE_ENDINGS, TIME_ENDINGS = ("日期", "日"), ("时间",)


@dataclass
class Assigned:
    """Which heading fills which field, while a table is being mapped."""

    fields: dict[str, Heading] = field(default_factory=dict)
    times: dict[int, Heading] = field(default_factory=dict)  # index of the date column -> its time column
    also: dict[int, list[str]] = field(default_factory=dict)
    spread: dict[int, str] = field(default_factory=dict)  # index -> field such as value|month=2026-01

    @property
    def taken(self) -> set[int]:
        used = {heading.index for heading in self.fields.values()} | {
            time.index for time in self.times.values()
        }
        return used | set(self.spread)

    @property
    def found(self) -> set[str]:
        """The fields filled, `spread` standing for columns of a wide table."""
        names = set(self.fields) | {one for more in self.also.values() for one in more}
        return names | ({"spread"} if self.spread else set())


def assign(
    kind: str, header: Header, *, remembered: Mapping[str, str] | None = None, year: int | None = None
) -> Assigned:
    """Map the headings of a table to the fields of a kind; what a person said of a header goes before."""
    known, assigned = synonyms()[kind], Assigned()
    free = _as_remembered(header, remembered or {}, assigned)
    _join_dates_and_times(kind, known, free, assigned)
    _by_rank(known, [heading for heading in free if heading.index not in assigned.taken], assigned)
    rest = [heading for heading in free if heading.index not in assigned.taken]
    _share(assigned)
    _spread(kind, known, rest, assigned, year)
    return assigned


def _as_remembered(header: Header, remembered: Mapping[str, str], assigned: Assigned) -> list[Heading]:
    """Apply a remembered mapping; answer the headings it does not speak of."""
    said = {key(text): name for text, name in remembered.items()}
    free = []
    for heading in header.headings:
        name = next((said[one] for one in heading.keys if one in said), None)
        if name is None:
            free.append(heading)
        elif name:
            assigned.fields[name] = heading
    return free


def _join_dates_and_times(kind: str, known: Synonyms, free: list[Heading], assigned: Assigned) -> None:
    """A date column and its time column become one moment."""
    by_key = {one: heading for heading in reversed(free) for one in reversed(heading.keys)}
    pairs = [pair for pair in known.joined if pair[0] in by_key and pair[1] in by_key]
    for date_key in by_key:
        stem = next((date_key.removesuffix(end) for end in DATE_ENDINGS if date_key.endswith(end)), None)
        if stem and f"{stem}时间" in by_key:
            names = [name for _, name in known.fields_of(date_key) + known.fields_of(f"{stem}时间")]
            moments = [name for name in names if _is_moment(kind, name)]
            pairs += [(date_key, f"{stem}时间", moments[0])] if moments else []
    for date_key, time_key, name in pairs:
        date, time = by_key[date_key], by_key[time_key]
        if (
            name not in assigned.fields
            and date.index != time.index
            and not {date.index, time.index} & assigned.taken
        ):
            assigned.fields[name] = date
            assigned.times[date.index] = time


def _is_moment(kind: str, name: str) -> bool:
    return any(declared.name == name and declared.type is Type.MOMENT for declared in KINDS[kind].fields)


def _by_rank(known: Synonyms, free: list[Heading], assigned: Assigned) -> None:
    """Each field takes the heading that names it best, each heading at most one field."""
    used: set[int] = set()
    for _, _, name, heading in _offers(known, free):
        if name not in assigned.fields and heading.index not in used:
            assigned.fields[name] = heading
            used.add(heading.index)


def _offers(known: Synonyms, free: list[Heading]) -> list[tuple[int, int, str, Heading]]:
    offers = [
        (rank + 1000 * place, position, name, heading)
        for position, heading in enumerate(free)
        for place, one in enumerate(heading.keys)
        for rank, name in known.fields_of(one)
    ]
    return sorted(offers, key=lambda offer: offer[:3])


def _share(assigned: Assigned) -> None:
    """A column of category and type in one fills both where the table has only this one."""
    for name in SHARED:
        if name in assigned.fields and not set(assigned.fields).issuperset(SHARED):
            heading = assigned.fields[name]
            assigned.also.setdefault(heading.index, []).extend(SHARED - {name})


def _spread(kind: str, known: Synonyms, rest: list[Heading], assigned: Assigned, year: int | None) -> None:
    """Columns of a wide table: a month, an indicator or a charge each."""
    if kind == "ro_misc" and "amount" not in assigned.fields:
        _spread_labels(known, rest, assigned, "amount|kind")
    elif kind == "reported_kpi" and "value" not in assigned.fields:
        _spread_labels(known, rest, assigned, "value|code")
    elif kind == "target" and "value" not in assigned.fields:
        _spread_months(rest, assigned, year)
        if not assigned.spread:
            _spread_indicators(rest, assigned)


def _spread_labels(known: Synonyms, rest: list[Heading], assigned: Assigned, fields: str) -> None:
    """Columns whose headers are charges or figures; `fields` names the value and what the header says."""
    slugs = vocabulary.metric_slugs() if fields == "value|code" else {}
    for heading in rest:
        if any(one in known.spread or one in slugs for one in heading.keys):
            _add_spread(assigned, heading, fields, heading.text)


def _spread_months(rest: list[Heading], assigned: Assigned, year: int | None) -> None:
    for heading in rest:
        month = month_label(heading.text) or ""
        if len(month) == len("01") and year:
            month = f"{year}-{month}"
        if len(month) == len("2026-01"):
            _add_spread(assigned, heading, "value|month", month)


def _spread_indicators(rest: list[Heading], assigned: Assigned) -> None:
    slugs = vocabulary.metric_slugs()
    for heading in rest:
        if any(one in slugs or one.removesuffix("目标") in slugs for one in heading.keys):
            _add_spread(assigned, heading, "value|kpi_code", heading.text)


def _add_spread(assigned: Assigned, heading: Heading, fields: str, label: str) -> None:
    """The first column of a label counts; a second one of the same name fills nothing."""
    value, said = fields.split("|")
    name = spread_name(value, said, label)
    if name not in assigned.spread.values():
        assigned.spread[heading.index] = name


def columns(kind: str, header: Header, assigned: Assigned) -> tuple[Column, ...]:
    """Every headed column with what it fills."""
    fields = {heading.index: name for name, heading in assigned.fields.items()} | assigned.spread
    dates = {time.index: date for date, time in assigned.times.items()}
    known = synonyms()[kind]
    return tuple(
        Column(
            index=heading.index,
            header=heading.text,
            field=fields.get(heading.index),
            unit=heading.unit,
            also=tuple(assigned.also.get(heading.index, ())),
            joined_with=assigned.times[heading.index].index if heading.index in assigned.times else None,
            part_of=dates.get(heading.index),
            instead=_instead(known, heading) if heading.index not in assigned.taken else None,
        )
        for heading in header.headings
    )


def _instead(known: Synonyms, heading: Heading) -> str | None:
    return next((name for one in heading.keys for _, name in known.fields_of(one)), None)
