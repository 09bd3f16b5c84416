"""The addresses of things: `/id/{type}/{key}`, `/statement/{type}/{key}`, `/evidence/{key}`.

A thing is not its description, so each answers 303 with where one is (https://www.w3.org/TR/cooluris/#r303gendocument): a page or
data, by Accept. What was merged answers 308 with its successor's address.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from api.answers import accept, choose, here, link_header, moved, not_acceptable, problem, relative
from api.linked.formats import BY_SUFFIX, DATA, EVERYTHING, PAGE
from graph import identities
from graph.driver import Database
from schema import EVIDENCE_PREFIX, RELATIONS, entity_type, kebab, relation_type

VARY = "accept"
_AFTER = re.compile(r"(?:[a-z-]+/[a-z0-9-]+)?", re.ASCII)

_ENTITY = "CYPHER 25 RETURN EXISTS { (:Entity {id: $id}) }"
_EVIDENCE = "CYPHER 25 RETURN EXISTS { (:Evidence {id: $id}) }"
_STATEMENT = "CYPHER 25 RETURN EXISTS { ()-[:$type {id: $id}]->() }"
# Names of the ontology, no one's input: with the type as a parameter Neo4j would use no index.
_EXISTS = {kebab(name): _STATEMENT.replace("$type", name) for name in RELATIONS} | {EVIDENCE_PREFIX: _EVIDENCE}


class Place(NamedTuple):
    """A thing by its id, and where it and its descriptions are, from our root."""

    id: str
    thing: str
    data: str  # suffixes follow
    page: str
    plain: str  # a page without script

    @classmethod
    def of(cls, id_: str) -> Place:
        """Where the thing of this id is."""
        if id_.startswith(f"{EVIDENCE_PREFIX}/"):
            return cls(id_, id_, f"data/{id_}", f"page/{id_}", f"page/{id_}")
        if relation_type(id_):
            page = f"page/statement/{id_}"
            return cls(id_, f"statement/{id_}", f"data/statement/{id_}", page, page)
        return cls(id_, f"id/{id_}", f"data/{id_}", f"entity/{id_}", f"page/{id_}")

    def links(self, request: Request) -> dict[str, str]:
        """The addresses of its representations by the offers' names, relative to the request's."""
        found = {suffix: relative(request, self.data + suffix) for suffix in BY_SUFFIX}
        return {**found, PAGE.name: relative(request, self.page)}

    def link_header(
        self, request: Request, relation: str, *, without: str | None = None
    ) -> list[tuple[str, dict[str, str]]]:
        """Its representations as links of one relation, all but the one named."""
        links = self.links(request)
        return [
            (links[offer.name], {"rel": relation, "type": offer.media_type})
            for offer in (*DATA, PAGE)
            if offer.name != without
        ]

    def page_links(self, request: Request) -> str:
        """The `Link` header of a page that describes it."""
        links = [(relative(request, self.thing), {"rel": "describes"})]
        links.append((relative(request, self.page), {"rel": "canonical"}))
        return link_header(links + self.link_header(request, "alternate", without=PAGE.name))


def asked(request: Request, key: str | None = None) -> str:
    """The id in a request's address; `key` instead of the one there."""
    parameters = request.path_params
    return f"{parameters.get('type', EVIDENCE_PREFIX)}/{key or parameters['key']}"


async def thing(request: Request) -> Response:
    """303 to a page or to data, 308 to a successor, 404, 406."""
    id_ = asked(request)
    place, database = Place.of(id_), request.state.database
    if here(request) != place.thing:
        return missing(request, id_)  # an entity's id under /statement/, or the other way round
    if not await exists(database, id_):
        return await gone(request, id_, lambda successor: Place.of(successor).thing)
    wanted = choose(accept(request), EVERYTHING)
    if wanted is None:
        return not_acceptable(request, (*DATA, PAGE), place.links(request))
    path = place.page if wanted.name == PAGE.name else place.data + wanted.name
    links = link_header(place.link_header(request, "describedby"))
    return moved(request, 303, path, {"vary": VARY, "link": links})


async def gone(request: Request, id_: str, where: Callable[[str], str]) -> Response:
    """The answer for an id that is not in the graph: 308 where it was merged, else 404; `where` gives the successor's path."""
    into = await identities.successor(request.state.database, id_) if entity_type(id_) else None
    return moved(request, 308, where(into)) if into else missing(request, id_)


def position(request: Request) -> str | None:
    """The id of the statement to go on after; None where what is given is no id."""
    after = request.query_params.get("after", "")
    return after if _AFTER.fullmatch(after) else None


def missing(request: Request, id_: str) -> Response:
    """404."""
    return problem(request, 404, "NOT_FOUND", f"there is no {id_!r} in the graph")


async def exists(database: Database, id_: str) -> bool:
    """Whether there is an entity, a statement or a piece of evidence of this id."""
    prefix = id_.partition("/")[0]
    cypher = _ENTITY if entity_type(id_) else _EXISTS.get(prefix)
    if cypher is None:
        return False
    [[found]] = await database.read(cypher, {"id": id_})
    return bool(found)
