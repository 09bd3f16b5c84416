"""The naive way: Strawberry as it comes, with a resolver that asks the graph for every row's fields.

`python -m bench.graphql_naive`, with the graph in NEO4J_URI, NEO4J_USER and NEO4J_PASSWORD. The same operations as ours run
on it: as much of the schema as bench/graphql_questions.py needs.
"""

from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import Any

import neo4j
import strawberry
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from strawberry.asgi import GraphQL
from strawberry.types import Info

from bench.graphql_app import serve
from bench.graphql_naive_inputs import EnterpriseWhere
from schema.dates import today

ENTERPRISE = (
    "e.id AS id, e.name_en AS name_en, e.name_zh AS name_zh, e.since AS since, e.status AS status, e.sources AS sources"
)
PLACE = "g.id AS id, g.name_en AS name_en"


def _holds(*names: str) -> str:
    return " AND ".join(f"({n}.until IS NULL OR {n}.until >= left($today, size({n}.until)))" for n in names)


async def rows(info: Info, cypher: str, **parameters: Any) -> list[dict[str, Any]]:
    """The rows of a statement."""
    driver: neo4j.AsyncDriver = info.context["driver"]
    async with driver.session(default_access_mode=neo4j.READ_ACCESS) as session:
        result = await session.run(f"CYPHER 25 {cypher}", {**parameters, "today": today()})
        return [record.data() async for record in result]


async def places(info: Info, type_: str, relation: str, id_: str, first: int) -> Governments:
    """The places of an entity."""
    cypher = f"MATCH (:{type_} {{id: $id}})-[r:{relation}]->(g:Government) WHERE {_holds('r', 'g')} RETURN {PLACE} ORDER BY id LIMIT $first"
    return Governments(nodes=[Government(**row) for row in await rows(info, cypher, id=id_, first=first)])


@strawberry.type
class Government:
    """A place."""

    id: strawberry.ID
    name_en: str | None

    @strawberry.field
    async def part_of(self, info: Info, first: int = 25) -> Governments:
        """The places above."""
        return await places(info, "Government", "PART_OF", self.id, first)


@strawberry.type
class Governments:
    """A page of places."""

    nodes: list[Government]


@strawberry.type
class Enterprise:
    """A company."""

    id: strawberry.ID
    name_en: str | None
    name_zh: str | None
    since: str | None
    status: str
    sources: list[strawberry.ID]

    @strawberry.field
    async def located_in(self, info: Info, first: int = 25) -> Governments:
        """Its place."""
        return await places(info, "Enterprise", "LOCATED_IN", self.id, first)


@strawberry.type
class Enterprises:
    """A page of companies."""

    nodes: list[Enterprise]


@strawberry.enum
class Position(Enum):
    """What members are grouped by."""

    POSITION = strawberry.enum_value("position", name="position")


@strawberry.input
class GroupBy:
    """What to group by."""

    edge: Position


@strawberry.type
class Group:
    """How many there are of a kind."""

    value: str | None
    count: int


@strawberry.type
class Members:
    """The members of a chain."""

    chain: strawberry.Private[str]
    first: strawberry.Private[int]

    @strawberry.field
    async def nodes(self, info: Info) -> list[Enterprise]:
        """A page of them."""
        cypher = f"MATCH (:IndustrialChain {{id: $id}})<-[r:MEMBER_OF]-(e:Enterprise) WHERE {_holds('r', 'e')} RETURN {ENTERPRISE} ORDER BY id, r.id LIMIT $first"
        return [Enterprise(**row) for row in await rows(info, cypher, id=self.chain, first=self.first)]

    @strawberry.field
    async def groups(self, info: Info, by: GroupBy) -> list[Group]:
        """Counted here, over all of them."""
        cypher = f"MATCH (:IndustrialChain {{id: $id}})<-[r:MEMBER_OF]-(e:Enterprise) WHERE {_holds('r', 'e')} RETURN r.position AS value"
        assert by.edge is Position.POSITION
        counts = Counter(row["value"] for row in await rows(info, cypher, id=self.chain))
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return [Group(value=value, count=count) for value, count in ordered]


@strawberry.type
class IndustrialChain:
    """An industry as a chain."""

    id: strawberry.ID
    name_en: str | None

    @strawberry.field
    def members(self, first: int = 25) -> Members:
        """Its members."""
        return Members(chain=self.id, first=first)


@strawberry.type
class IndustrialChains:
    """A page of chains."""

    nodes: list[IndustrialChain]


@strawberry.type
class Pilot:
    """A project."""

    id: strawberry.ID
    name_en: str | None

    @strawberry.field
    async def located_in(self, info: Info, first: int = 25) -> Governments:
        """Its place."""
        return await places(info, "Pilot", "LOCATED_IN", self.id, first)

    @strawberry.field
    async def strengthens(self, info: Info, first: int = 25) -> IndustrialChains:
        """Its chains."""
        cypher = f"MATCH (:Pilot {{id: $id}})-[r:STRENGTHENS]->(g:IndustrialChain) WHERE {_holds('r', 'g')} RETURN {PLACE} ORDER BY id LIMIT $first"
        found = await rows(info, cypher, id=self.id, first=first)
        return IndustrialChains(nodes=[IndustrialChain(**row) for row in found])


async def _strengthened(info: Info, id_: str, batch: int) -> bool:
    chains = (
        f"MATCH (:Enterprise {{id: $id}})-[r:MEMBER_OF]->(c:IndustrialChain) WHERE {_holds('r', 'c')} RETURN c.id AS id"
    )
    pilots = f"MATCH (:IndustrialChain {{id: $id}})<-[r:STRENGTHENS]-(p:Pilot {{batch: $batch}}) WHERE {_holds('r', 'p')} RETURN p.id AS id LIMIT 1"
    for chain in await rows(info, chains, id=id_):
        if await rows(info, pilots, id=chain["id"], batch=batch):
            return True
    return False


@strawberry.type
class Query:
    """Where operations begin."""

    @strawberry.field
    async def pilot(self, info: Info, id: strawberry.ID) -> Pilot | None:
        """The pilot with this id."""
        found = await rows(info, "MATCH (g:Pilot {id: $id}) RETURN " + PLACE, id=id)
        return Pilot(**found[0]) if found else None

    @strawberry.field
    async def industrial_chain(self, info: Info, id: strawberry.ID) -> IndustrialChain | None:
        """The chain with this id."""
        found = await rows(info, "MATCH (g:IndustrialChain {id: $id}) RETURN " + PLACE, id=id)
        return IndustrialChain(**found[0]) if found else None

    @strawberry.field
    async def enterprises(
        self, info: Info, first: int = 25, after: str = "", where: EnterpriseWhere | None = None
    ) -> Enterprises:
        """Enterprises after an id, or of a place and filtered one by one."""
        if where is None:
            cypher = f"MATCH (e:Enterprise) WHERE e.id > $after AND {_holds('e')} RETURN {ENTERPRISE} ORDER BY id LIMIT $first"
            found = await rows(info, cypher, after=after, first=first)
            return Enterprises(nodes=[Enterprise(**row) for row in found])
        place, batch = where.located_in.some.id.eq, where.member_of.some.industrial_chain.strengthened_by.some
        cypher = f"MATCH (g:Government {{id: $id}})<-[r:LOCATED_IN]-(e:Enterprise) WHERE {_holds('g', 'r', 'e')} RETURN {ENTERPRISE} ORDER BY id"
        kept: list[Enterprise] = []
        for row in await rows(info, cypher, id=place):
            if len(kept) == first:
                break
            if await _strengthened(info, row["id"], batch.pilot.batch.eq):
                kept.append(Enterprise(**row))
        return Enterprises(nodes=kept)


def application(driver: neo4j.AsyncDriver) -> Starlette:
    """Strawberry's own ASGI application at /graphql."""

    class WithDriver(GraphQL[dict[str, Any], None]):
        async def get_context(self, request: Request | Any, response: Response | Any) -> dict[str, Any]:
            return {"driver": driver, "request": request, "response": response}

    return Starlette(routes=[Mount("/graphql", WithDriver(strawberry.Schema(Query), graphql_ide=None))])


if __name__ == "__main__":
    serve(application)
