"""Who may give how much: limits by role and kind, the region's own before the shipped ones."""

from __future__ import annotations

from dataclasses import dataclass

from biaogan.org.models import Person, Region
from biaogan.org.permissions import Role
from biaogan.quality.models import Compensation, CompensationLimit, Complaint
from biaogan.quality.models.complaints import Kind
from biaogan.quality.states.complaints import CompensationState

LADDER = (Role.STORE_MANAGER, Role.REGIONAL_MANAGER)  # above them head office, outside this product
# What head office decides the regional manager writes down, with its paper.
RANKS = {Role.STORE_MANAGER: 1, Role.REGIONAL_MANAGER: 2, Role.HEAD_OFFICE: 2}
# Yuan in one complaint; a start that every region replaces by its own.
SHIPPED: dict[Kind, tuple[int, int]] = {
    Kind.WORK: (1_000, 10_000),
    Kind.CASH: (500, 5_000),
    Kind.VOUCHER: (1_000, 5_000),
    Kind.TRAVEL: (500, 3_000),
    Kind.GIFT: (300, 1_000),
    Kind.GOODWILL: (3_000, 20_000),
}


@dataclass(frozen=True)
class Limits:
    """The most yuan of each kind that each role of the ladder may give in one complaint."""

    most: dict[tuple[str, str], int]

    def of(self, person: Person, kind: str) -> int:
        role = _role(person)
        return self.most.get((role, kind), 0)

    def asked_of(self, person: Person, kind: str, amount: int) -> Role:
        """The first role above the person's whose limit reaches the amount, else head office."""
        for role in LADDER:
            if RANKS[role] > rank(person) and self.most[role, kind] >= amount:
                return role
        return Role.HEAD_OFFICE


def limits_of(region: Region) -> Limits:
    most = {(role, kind): SHIPPED[kind][place] for kind in Kind for place, role in enumerate(LADDER)}
    own = CompensationLimit.objects.filter(region=region).values_list("role", "kind", "most_yuan")
    return Limits({**most, **{(role, kind): amount for role, kind, amount in own}})  # type: ignore[dict-item]


def rank(person: Person) -> int:
    role = _role(person)
    return RANKS.get(role, 0) if role != Role.HEAD_OFFICE else 0


def given_already(complaint: Complaint, kind: str) -> int:
    """What the complaint and its repeats were given or asked for of a kind: a limit is not split in parts."""
    group = [complaint.pk, *complaint.repeats.values_list("pk", flat=True)]
    rows = Compensation.objects.filter(complaint__in=group, kind=kind)
    return sum(rows.exclude(state=CompensationState.REFUSED).values_list("amount_yuan", flat=True))


def _role(person: Person) -> Role:
    return Role.REGIONAL_MANAGER if person.is_superuser else Role(person.role)
