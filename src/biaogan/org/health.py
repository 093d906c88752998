"""What `biaogan doctor` finds: each room examines what is its own and says it in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from biaogan.org import audit
from biaogan.org.models import Person, Store


@dataclass(frozen=True)
class Finding:
    """`remedy` says what to do; without one, all is well."""

    about: str
    text: str
    remedy: str = ""

    @property
    def is_well(self) -> bool:
        return not self.remedy


def examine() -> list[Finding]:
    return [
        _audit_trail(),
        Finding("People", f"{Person.objects.filter(is_active=True).count()} active"),
        _stores(),
    ]


def _audit_trail() -> Finding:
    verdict = audit.verify_chain()
    if verdict.bad is None:
        return Finding("Audit trail", f"{verdict.rows} rows, the chain holds")
    remedy = "Compare with a backup: the trail was changed outside the product."
    return Finding("Audit trail", f"row {verdict.bad}: {verdict.reason}", remedy)


def _people() -> Finding:
    return Finding("People", f"{Person.objects.filter(is_active=True).count()} active")


def _stores() -> Finding:
    return Finding("Stores", f"{Store.objects.active().count()} open")
