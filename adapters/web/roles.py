"""Who may open what.

    reader < reviewer < editor < admin         each may what the one before it may
    dpo (data protection officer)              apart: may nothing of the others', and the others nothing of theirs

Nobody has a role by default. A person may have several.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is in the console."""

    READER = "reader"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMIN = "admin"
    DPO = "dpo"


class Door(StrEnum):
    """Who gets to a route that asks for no role."""

    EVERYBODY = "everybody"
    SIGNED_IN = "signed_in"
    MACHINE = "machine"  # a program that brings one of the settings' tokens


Access = Role | Door

_LADDER = (Role.READER, Role.REVIEWER, Role.EDITOR, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is let in: a stable id, the name that others read, their roles, their department."""

    id: str
    name: str
    roles: frozenset[Role]
    department: str = ""

    def __post_init__(self) -> None:
        if not self.id or not self.roles:
            raise ValueError("a person who is let in has an id and a role")

    def may(self, access: Access) -> bool:
        """Tell whether what asks for `access` is open to this person."""
        if isinstance(access, Door):
            return True
        if access is Role.DPO:
            return Role.DPO in self.roles
        return any(role in _LADDER and _LADDER.index(role) >= _LADDER.index(access) for role in self.roles)


def roles_of(groups: Iterable[str], given: Mapping[str, str]) -> frozenset[Role]:
    """Return the roles that the settings give to these groups; none for groups that they do not name."""
    return frozenset(Role(given[group]) for group in groups if group in given)
