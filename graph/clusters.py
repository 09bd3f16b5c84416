"""Which names are one entity's: groups that grow by pairs and never join what is kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Clusters:
    """Disjoint groups of ids of one type each; `fixed` are the ids that datasets own, of which a group has at most one."""

    types: Mapping[str, str]
    fixed: frozenset[str]
    _group: dict[str, str] = field(default_factory=dict)
    _members: dict[str, set[str]] = field(default_factory=dict)
    _apart: dict[str, set[str]] = field(default_factory=dict)  # member -> members that it is kept apart from

    def of(self, id_: str) -> set[str]:
        """The ids of the group that an id is in; its own alone where it was never joined."""
        return self._members.get(self._group.get(id_, id_), {id_})

    def keep_apart(self, one: str, other: str) -> None:
        """Never let the two be in one group. Raises ValueError where they are."""
        if one in self.of(other):
            raise ValueError(f"{one} and {other} are one already")
        self._apart.setdefault(one, set()).add(other)
        self._apart.setdefault(other, set()).add(one)

    def obstacle(self, one: str, other: str) -> tuple[str, str] | None:
        """The pair of members that keeps two groups apart; None where nothing does.

        Two ids of different types are such a pair, and two that datasets own.
        """
        left, right = self.of(one), self.of(other)
        if left is right or self.types[one] != self.types[other]:
            return None if left is right else (one, other)
        for member in sorted(left):
            if clash := sorted(self._apart.get(member, set()) & right):
                return member, clash[0]
        owned = [sorted(self.fixed & side) for side in (left, right)]
        return (owned[0][0], owned[1][0]) if all(owned) else None

    def join(self, one: str, other: str) -> bool:
        """Make two groups one; False where something keeps them apart."""
        if self.obstacle(one, other):
            return False
        left, right = self.of(one), self.of(other)
        if left is right:
            return True
        small, large = sorted((left, right), key=len)
        name = self._group.get(next(iter(large)), next(iter(large)))
        large |= small
        self._members[name] = large
        for member in large if name not in self._group else small:
            if (was := self._group.get(member)) not in {None, name}:
                self._members.pop(str(was), None)
            self._group[member] = name
        return True

    def groups(self, ids: Iterable[str]) -> list[frozenset[str]]:
        """The groups that the ids are in, each once, in order of its least id."""
        return sorted({frozenset(self.of(id_)) for id_ in ids}, key=min)
