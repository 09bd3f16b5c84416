"""Relations as an entity type sees them: the GraphQL fields they become, in both directions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from schema import ENTITIES, RELATIONS, Entity, Relation

INTERFACE = "Entity"


@dataclass(frozen=True, slots=True)
class Link:
    """One relation field of one entity type."""

    field: str
    relation: type[Relation]
    forward: bool
    targets: tuple[str, ...]  # the types its nodes may be of

    @property
    def target(self) -> str:
        """The GraphQL type of its nodes: the only one there can be, or the interface."""
        return self.targets[0] if len(self.targets) == 1 else INTERFACE

    @property
    def base(self) -> str:
        """What the names of its connection, edge and filter types begin with; shared by owners with the same targets."""
        return f"{self.field[0].upper()}{self.field[1:]}{self.target}"

    def pattern(self, owner: str, edge: str, node: str) -> str:
        """The Cypher pattern from `owner` over `edge` to `node`, all of them variables."""
        arrow = f"-[{edge}:{self.relation.__name__}]-"
        return f"({owner}){arrow}>({node})" if self.forward else f"({owner})<{arrow}({node})"


@cache
def links(owner: str) -> dict[str, Link]:
    """Field name -> link, for an entity type by name; the interface has none."""
    found: dict[str, Link] = {}
    entity = ENTITIES.get(owner)
    if entity is None:
        return found
    for relation in RELATIONS.values():
        for forward, types in ((True, relation.objects_of(entity)), (False, relation.subjects_of(entity))):
            if types:
                field = relation.forward if forward else relation.inverse
                found[field] = Link(field, relation, forward, tuple(t.__name__ for t in types))
    return found


@cache
def narrowings(owner: str) -> dict[str, str]:
    """Filter key -> entity type, where nodes of several types can be met: `pilot: {...}` is "a pilot of which this holds"."""
    return {entity.one: name for name, entity in ENTITIES.items()} if owner == INTERFACE else {}


@cache
def all_links() -> dict[str, Link]:
    """Base name -> a link, for every kind of connection there is."""
    return {link.base: link for owner in ENTITIES for link in links(owner).values()}


def own_properties(owner: str) -> type[Entity]:
    """The entity type whose properties a GraphQL type has; the interface has those that all have."""
    return ENTITIES.get(owner, Entity)
