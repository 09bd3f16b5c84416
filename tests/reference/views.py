"""Paths, neighbours, the timeline and why a statement is believed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLObjectType

from schema.dates import first_day, last_day
from tests.reference.facts import FIELDS, Facts, Link, Moment, Row, Statement, Thing
from tests.reference.rows import page_info
from tests.reference.things import EntityView, Field, RelationView, View, World, bad, page_length


@dataclass(frozen=True)
class Path(View):
    """A way from one entity to another."""

    nodes: tuple[Thing, ...]
    links: tuple[Link, ...]

    def resolve(self, field: Field) -> Any:
        """The value of a field."""
        match field.name:
            case "length":
                return len(self.links)
            case "nodes":
                return [EntityView(self.world, one) for one in self.nodes]
        assert field.name == "relations"
        return [RelationView(self.world, one) for one in self.links]


def paths(world: World, arguments: Mapping[str, Any]) -> list[Path]:
    """The shortest paths, by length and then by the ids of their relations."""
    first = page_length(arguments["first"], 10)
    longest = 5 if arguments["maxLength"] is None else arguments["maxLength"]
    if not 1 <= longest <= 8:
        raise bad(f"maxLength: {longest}")
    start, goal = (world.facts.things.get(arguments[end]) for end in ("from", "to"))
    if start is None or goal is None or start is goal:
        return []
    found: list[Path] = []
    for length in range(1, longest + 1):
        ways = _Ways(world.facts, world.moment, goal, arguments["types"], arguments["status"])
        found += [Path(world, *way) for way in ways.of(start, length)]
        if found and (arguments["kind"] == "ALL_SHORTEST" or len(found) >= first):
            break
    return sorted(found, key=lambda path: (len(path.links), [link.id for link in path.links]))[:first]


@dataclass(frozen=True)
class _Ways:
    """Ways to an entity: no relation twice on any of them."""

    facts: Facts
    moment: Moment
    goal: Thing
    types: list[str] | None
    status: str | None

    def steps(self, at: Thing) -> Iterator[tuple[Link, Thing]]:
        """The relations that may be gone from here, with the entities they lead to."""
        for steps in at.links.values():
            for link, far in steps:
                if self.types is not None and link.type.__name__ not in self.types:
                    continue
                if self.status not in {None, link.value("status")} or not self.moment.has(link):
                    continue
                if far is self.goal or self.moment.has(far):
                    yield link, far

    def of(self, start: Thing, length: int) -> Iterator[tuple[tuple[Thing, ...], tuple[Link, ...]]]:
        """All that are so long."""
        near = [{self.goal}]  # near[n]: from where the goal is n relations away; a way elsewhere is a dead end
        for _ in range(length):
            near.append({far for at in near[-1] for _, far in self.steps(at)})

        def onward(
            nodes: tuple[Thing, ...], links: tuple[Link, ...]
        ) -> Iterator[tuple[tuple[Thing, ...], tuple[Link, ...]]]:
            left = length - len(links)
            if not left:
                yield nodes, links
                return
            for link, far in self.steps(nodes[-1]):
                if link not in links and far in near[left - 1]:
                    yield from onward((*nodes, far), (*links, link))

        yield from onward((start,), ())


@dataclass(frozen=True)
class Neighbours(View):
    """A page of what an entity has at one of its relation fields."""

    at: str
    rows: list[Row]
    first: int

    def resolve(self, field: Field) -> Any:
        """The value of a field."""
        page = self.rows[: self.first]
        match field.name:
            case "field":
                return self.at
            case "type":
                return FIELDS[self.at][0]
            case "way":
                return FIELDS[self.at][1]
            case "totalCount":
                return len(self.rows)
            case "pageInfo":
                return page_info(len(page), len(self.rows))
            case "nodes":
                return [EntityView(self.world, row.entity) for row in page]
        assert field.name == "edges"
        return [
            {
                "cursor": "cursor",
                "relation": RelationView(self.world, row.link),
                "node": EntityView(self.world, row.entity),
            }
            for row in page
            if row.link
        ]


def neighbours(world: World, asked: Field) -> list[Neighbours]:
    """The neighbours of an entity, a page for every relation field of its type that has any."""
    arguments = asked.arguments
    first = page_length(arguments["first"], 10)
    entity = world.facts.things.get(arguments["id"])
    if entity is None:
        return []
    type_ = asked.info.schema.type_map[entity.type.__name__]
    assert isinstance(type_, GraphQLObjectType)
    found = []
    for name in type_.fields:
        if name not in FIELDS:
            continue
        type_name, way = FIELDS[name]
        if arguments["types"] is not None and type_name not in arguments["types"]:
            continue
        if arguments["way"] not in {None, way}:
            continue
        rows = [row for row in world.facts.rows(entity, name, world.moment) if row.link]
        if arguments["status"] is not None:
            rows = [row for row in rows if row.link and row.link.value("status") == arguments["status"]]
        if rows:
            rows.sort(key=lambda row: (row.entity.id, row.link.id if row.link else ""))
            found.append(Neighbours(world, name, rows, first))
    return found


def timeline(world: World, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What happened when, of an entity and what is tied to it or of the whole graph."""
    first = page_length(arguments["first"], 25)
    since, until = arguments["from"], arguments["to"]
    statements: set[Statement]
    if arguments["of"] is None:
        if since is None and until is None:
            raise bad("timeline: of, from or to")
        statements = {*world.facts.things.values(), *world.facts.links.values()}
    else:
        entity = world.facts.things.get(arguments["of"])
        statements = set()
        if entity:
            ties = [tie for ties in entity.links.values() for tie in ties]
            statements = {entity, *(one for tie in ties for one in tie), *world.facts.existing(entity.value("sources"))}
    events = [
        (date, kind, statement.id, statement)
        for statement in statements
        for kind, key in (("BEGINNING", "since"), ("END", "until"), ("PUBLICATION", "date"))
        if (date := statement.properties.get(key)) is not None
        and (arguments["kinds"] is None or kind in arguments["kinds"])
        and (until is None or date <= last_day(until))
        and (since is None or date >= first_day(since)[: len(date)])
    ]
    events.sort(key=lambda event: event[1:3])
    events.sort(key=lambda event: event[0], reverse=arguments["order"] == "DESC")
    nodes = [
        {
            "date": date,
            "kind": kind,
            "entity": EntityView(world, statement) if isinstance(statement, Thing) else None,
            "relation": RelationView(world, statement) if isinstance(statement, Link) else None,
        }
        for date, kind, _, statement in events[:first]
    ]
    edges = [{"cursor": "cursor", "node": node} for node in nodes]
    return {"pageInfo": page_info(len(nodes), len(events)), "edges": edges, "nodes": nodes}


@dataclass(frozen=True)
class Why(View):
    """Why a statement is believed."""

    statement: Statement

    def resolve(self, field: Field) -> Any:
        """The value of a field."""
        statement = self.statement
        documents = self.world.facts.existing(statement.value("sources"))
        match field.name:
            case "statement":
                return shown(self.world, statement)
            case "sentence":
                return sentence(statement, field.arguments["lang"])
            case "documents":
                return [EntityView(self.world, one) for one in documents]
            case "publishers":
                return sorted({one.properties["publisher"] for one in documents if one.properties.get("publisher")})
            case "datasets":
                return statement.properties.get("_by", [])
            case "evidence":
                return self.evidence_of(statement, field.arguments["first"])
        return statement.value(field.name)


def shown(world: World, statement: Statement) -> EntityView | RelationView:
    """A statement as the entity or relation that it is."""
    if isinstance(statement, Link):
        return RelationView(world, statement)
    assert isinstance(statement, Thing)
    return EntityView(world, statement)


def sentence(statement: Statement, lang: str) -> str:
    """What a statement says, in a few words."""
    planned = (
        {"EN": " (planned)", "ZH": "（计划）", "FR": " (prévu)"}[lang] if statement.value("status") == "PLANNED" else ""
    )
    if isinstance(statement, Link):
        words = (statement.subject.name(lang), statement.type.labels[lang.lower()], statement.object.name(lang))
        return ("" if lang == "ZH" else " ").join(words) + planned
    assert isinstance(statement, Thing)
    colon = {"EN": ": ", "ZH": "：", "FR": " : "}[lang]
    return statement.name(lang) + colon + statement.type.labels[lang.lower()] + planned
