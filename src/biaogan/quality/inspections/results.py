"""An inspection read together: what was looked at, what holds of it, what came before, points per level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Prefetch

from biaogan.engine.methods.ladder import Answer as Scored
from biaogan.engine.methods.ladder import Ladder, climb
from biaogan.quality.levels import Level, Step
from biaogan.quality.models import Answer, CheckItemVersion, Inspection, InspectionItem, InspectionPicture

LOOKED_BACK = 12  # signed inspections of the store in which an item's previous result is searched


@dataclass(frozen=True)
class Line:
    """One item of an inspection. `answers` is all of them, in the order in which they were given."""

    pk: int
    version: CheckItemVersion
    answers: Sequence[Answer]
    pictures: Sequence[InspectionPicture]
    previous: Answer | None = None

    @property
    def text(self) -> str:
        return self.version.text

    @property
    def current(self) -> Answer | None:
        return next((one for one in self.answers if one.is_current), None)

    @property
    def failed(self) -> bool:
        return self.current is not None and self.current.passed is False

    @property
    def lacks_photo(self) -> bool:
        return self.failed and self.version.photo_on_fail and not self.pictures

    @property
    def unseen(self) -> list[Answer]:
        """Answers that say something else and that whoever gave the standing one did not know of."""
        now = self.current
        if now is None or now.amended_because:
            return []
        others = (one for one in self.answers if one.key != now.key and not one.is_late)
        return [one for one in others if one.says != now.says and str(one.key) not in now.saw]

    @property
    def late(self) -> list[Answer]:
        return [one for one in self.answers if one.is_late]

    @property
    def amendments(self) -> list[tuple[Answer | None, Answer]]:
        """Each amendment with the answer it took the place of."""
        kept = [one for one in self.answers if not one.is_late]
        pairs = zip([None, *kept], kept, strict=False)
        return [(before, after) for before, after in pairs if after.amended_because]


@dataclass(frozen=True)
class LevelPoints:
    """Points earned of those possible at one level; nothing is possible where nothing applied."""

    level: Level
    earned: int
    possible: int
    failed: int

    @property
    def share(self) -> float | None:
        return 100 * self.earned / self.possible if self.possible else None


@dataclass(frozen=True)
class Result:
    inspection: Inspection
    lines: Sequence[Line]
    levels: Sequence[LevelPoints] = field(default_factory=list)

    @property
    def steps(self) -> list[tuple[str, list[Line]]]:
        order = {step: place for place, step in enumerate(Step.values)}
        lines = sorted(self.lines, key=lambda line: order[line.version.item.step])
        grouped = groupby(lines, key=lambda line: line.version.item.step)
        return [(str(Step(step).label), list(found)) for step, found in grouped]

    @property
    def answered(self) -> int:
        return sum(line.current is not None for line in self.lines)

    @property
    def failures(self) -> list[Line]:
        return [line for line in self.lines if line.failed]

    @property
    def at_odds(self) -> list[Line]:
        return [line for line in self.lines if line.unseen]

    @property
    def basic_breaches(self) -> int:
        return sum(line.version.item.level == Level.BASIC for line in self.failures)

    @property
    def ladder(self) -> Ladder:
        """Of the visit alone: its own basic failures are the breaches that stand open."""
        answers = (
            Scored(line.version.item.level, line.current.points, line.version.full_points)
            for line in self.lines
            if line.current is not None and line.current.points is not None
        )
        return climb(answers, breaches=self.basic_breaches)


def result_of(inspection: Inspection, *, previous: bool = False, only: int | None = None) -> Result:
    """`only` reads a single item, which is enough to answer a phone."""
    answers = Answer.objects.select_related("by").order_by("received_at", "made_at", "key")
    pictures = InspectionPicture.objects.select_related("photo").order_by("photo__taken_at")
    rows = (
        InspectionItem.objects.filter(inspection=inspection)
        .select_related("version__item", "version__best_practice")
        .prefetch_related(Prefetch("answers", answers), Prefetch("pictures", pictures))
    )
    rows = rows if only is None else rows.filter(pk=only)
    before = _previous(inspection) if previous else {}
    lines = [
        Line(
            row.pk, row.version, list(row.answers.all()), list(row.pictures.all()),
            before.get(row.version.item_id),
        )
        for row in rows
    ]  # fmt: skip
    return Result(inspection, lines, points_by_level(lines))


def points_by_level(lines: Iterable[Line]) -> list[LevelPoints]:
    """What did not apply or was not answered is neither earned nor possible."""
    found: dict[Level, list[tuple[int, int, bool]]] = {}
    for line in lines:
        now = line.current
        if now is not None and now.points is not None:
            level = Level(line.version.item.level)
            found.setdefault(level, []).append((now.points, line.version.full_points, line.failed))
    return [
        LevelPoints(
            level,
            sum(earned for earned, _, _ in rows),
            sum(possible for _, possible, _ in rows),
            sum(failed for _, _, failed in rows),
        )
        for level, rows in sorted(found.items())
    ]


def _previous(inspection: Inspection) -> dict[int, Answer]:
    """Item -> what was answered last time at this store, whoever looked."""
    earlier = Inspection.objects.filter(store=inspection.store_id).signed().exclude(pk=inspection.pk)
    latest = list(earlier.order_by("-signed_at", "-pk").values_list("pk", flat=True)[:LOOKED_BACK])
    rows = (
        Answer.objects.filter(is_current=True, line__inspection__in=latest)
        .select_related("line__version", "line__inspection")
        .order_by("line__inspection__signed_at", "line__inspection_id")
    )
    return {row.line.version.item_id: row for row in rows}
