"""The graph in memory, and what holds at a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from schema import ENTITIES, RELATIONS, STATEMENT, Entity, Kind, Property, Relation, entity_type
from schema.dates import first_day, last_day, today

Read = Callable[[str], Awaitable[list[list[Any]]]]

# The relation behind each field that lists rows, and whether it goes from the entity (OUT) or comes to it (IN).
FIELDS: dict[str, tuple[str, str]] = {cls.forward: (name, "OUT") for name, cls in RELATIONS.items()} | {
    cls.inverse: (name, "IN") for name, cls in RELATIONS.items()
}
ONES = {cls.one: cls for cls in ENTITIES.values()}


@dataclass(frozen=True)
class Moment:
    """The day, month or year asked about; today where `as_of` is None."""

    as_of: str | None = None

    def of(self, as_of: str | None) -> Moment:
        """The moment of what is below, where a field has an `asOf` of its own, or none."""
        return self if as_of is None else Moment(as_of)

    def has(self, statement: Statement) -> bool:
        """Whether a statement holds then."""
        since, until = statement.properties.get("since"), statement.properties.get("until")
        day = today() if self.as_of is None else first_day(self.as_of)
        if self.as_of is not None and since is not None and since > last_day(self.as_of):
            return False
        return until is None or until >= day[: len(until)]


@dataclass(eq=False, repr=False)
class Statement:
    """An entity or a relation with what is stored of it."""

    id: str
    properties: Mapping[str, Any]
    declared: Mapping[str, Property]  # by field in GraphQL

    def __repr__(self) -> str:
        """Only the id: what it is tied to leads through the whole graph."""
        return self.id

    def value(self, name: str) -> Any:
        """A property by its GraphQL name, with what stands for it where it has none."""
        if name == "id":
            return self.id
        declared = self.declared[name]
        found = self.properties.get(declared.name)
        if found is None and declared.kind.many:
            return []
        return "ASSERTED" if found is None and name == "status" else found

    def kind(self, name: str) -> Kind:
        """What kind of value a property has."""
        return self.declared[name].kind


@dataclass(eq=False, repr=False)
class Thing(Statement):
    """An entity."""

    type: type[Entity]
    links: dict[str, list[tuple[Link, Thing]]] = field(default_factory=lambda: defaultdict(list))

    def name(self, lang: str = "EN") -> str:
        """Its name in a language, or what stands for it."""
        order = ["name_en", "name_zh", "name_fr", "title", "indicator"]
        if lang != "EN":
            order.insert(0, f"name_{lang.lower()}")
        return next((self.properties[key] for key in order if self.properties.get(key) is not None), self.id)

    @property
    def all_names(self) -> list[str]:
        """Its names and aliases."""
        names = [self.properties.get(key) for key in ("name_en", "name_zh", "name_fr")]
        return [*(name for name in names if name is not None), *self.value("aliases")]


@dataclass(eq=False, repr=False)
class Link(Statement):
    """A relation."""

    type: type[Relation]
    subject: Thing
    object: Thing


@dataclass(frozen=True)
class Row:
    """One row of a connection: an entity, and the relation that leads to it where one does."""

    entity: Thing
    link: Link | None = None


@dataclass(repr=False)  # pytest shows the arguments of a test that failed
class Facts:
    """All entities, relations and pieces of evidence."""

    things: dict[str, Thing]
    links: dict[str, Link]
    evidence: dict[str, list[dict[str, Any]]]  # by statement
    _reached: dict[tuple[Thing, Moment], frozenset[Thing]] = field(default_factory=dict)

    def rows(self, entity: Thing, name: str, moment: Moment) -> list[Row]:
        """What a field that lists rows has at a moment: relation and far entity both hold."""
        return [Row(far, link) for link, far in entity.links.get(name, ()) if moment.has(link) and moment.has(far)]

    def within(self, entity: Thing, moment: Moment) -> frozenset[Thing]:
        """The entity and what one comes to from it over at most 8 relations LOCATED_IN or PART_OF that hold."""
        if (entity, moment) not in self._reached:
            found, border = {entity}, {entity}
            for _ in range(8):
                steps = (step for at in border for key in ("locatedIn", "partOf") for step in at.links.get(key, ()))
                border = {far for link, far in steps if moment.has(link)} - found
                found |= border
            self._reached[entity, moment] = frozenset(found)
        return self._reached[entity, moment]

    @cached_property
    def all_things(self) -> list[Thing]:
        """Every entity, by id."""
        return [self.things[id_] for id_ in sorted(self.things)]

    def existing(self, ids: Iterable[str]) -> list[Thing]:
        """Those of the entities that exist, by id."""
        return [self.things[id_] for id_ in sorted(set(ids)) if id_ in self.things]


def _declared(cls: type[Entity] | type[Relation]) -> dict[str, Property]:
    return {prop.field: prop for prop in (*cls.properties.values(), *STATEMENT.values())}


async def read_facts(read: Read) -> Facts:
    """The whole graph, by three statements; `read` runs one."""
    types = {cls: _declared(cls) for cls in ENTITIES.values()}
    relation_types = {name: _declared(cls) for name, cls in RELATIONS.items()}
    things: dict[str, Thing] = {}
    for (properties,) in await read("CYPHER 25 MATCH (e:Entity) RETURN properties(e)"):
        type_ = entity_type(properties["id"])
        assert type_ is not None
        things[properties["id"]] = Thing(properties["id"], properties, types[type_], type_)
    links: dict[str, Link] = {}
    asked = "CYPHER 25 MATCH (a:Entity)-[r]->(b:Entity) RETURN type(r), a.id, b.id, properties(r)"
    for name, subject, object_, properties in await read(asked):
        cls = RELATIONS[name]
        ends = things[subject], things[object_]
        link = links[properties["id"]] = Link(properties["id"], properties, relation_types[name], cls, *ends)
        link.subject.links[cls.forward].append((link, link.object))
        link.object.links[cls.inverse].append((link, link.subject))
    evidence: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for (properties,) in await read("CYPHER 25 MATCH (e:Evidence) RETURN properties(e)"):
        evidence[properties["statement"]].append(properties)
    return Facts(things, links, dict(evidence))
