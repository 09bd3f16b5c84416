"""`/page/...`: a description as a page, for people and without script; where there is no explorer, `/entity/...` too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.answers import HTML, cache_control, fresh, here, problem, relative, respond, tag
from api.linked.formats import DATA, PAGE
from api.linked.resources import Place, asked, gone, missing, position
from api.rdf.description import LIMIT, Description, described
from api.rdf.pages import version
from api.rdf.some import Properties
from graph.errors import DatabaseError, NotFoundError
from schema import EVIDENCE, RELATIONS, STATEMENT, Entity, Kind, Property, entity_type

_NAMES = """CYPHER 25
UNWIND $ids AS id MATCH (n:Entity {id: id})
RETURN collect([n.id, coalesce(n.name_en, n.name_zh, n.name_fr, n.title, n.indicator, n.id)])"""
_LANGUAGES = {name: prop.language for name, prop in Entity.properties.items() if prop.language}


async def page(request: Request) -> Response:
    """A description as HTML."""
    id_, after = asked(request), position(request)
    place, settings = Place.of(id_), request.state.settings
    if here(request) not in {place.page, place.plain}:
        return missing(request, id_)
    if after is None:
        return problem(request, 400, "BAD_USER_INPUT", "after: expected the id of a statement")
    database = request.state.database
    headers = {"cache-control": cache_control(settings.max_age), "link": place.page_links(request)}

    def tagged(at: int) -> str:
        return tag(at, settings.base_iri, here(request), after)

    if "if-none-match" in request.headers:
        headers["etag"] = tagged(await version(database) or 0)
        if fresh(request, headers["etag"]):
            return respond(request, b"", HTML, headers=headers)
    try:
        found = await described(database, id_, after=after, limit=LIMIT)
    except NotFoundError:
        plain = here(request) == place.plain
        return await gone(request, id_, lambda into: Place.of(into).plain if plain else Place.of(into).page)
    except DatabaseError as error:
        return problem(request, 503, "BUSY", str(error), {"retry-after": "1"})
    headers["etag"] = tagged(found.version)
    [[rows]] = await database.read(_NAMES, {"ids": sorted(_named(found))})
    text = Page(request, found, dict(rows), f"{settings.base_iri}/{place.thing}").text()
    return respond(request, text.encode(), HTML, headers=headers)


def _named(found: Description) -> Iterator[str]:
    """The ids of the entities that a description names."""
    for properties in (*(one for one, _ in found.some.entities), *found.some.evidence):
        yield from properties.get("sources", ())
        yield from (properties[name] for name in ("id", "document", "statement") if name in properties)
    for one in found.some.statements:
        yield from (one.subject, one.object, *one.properties.get("sources", ()))
        yield from (one.properties[name] for name in RELATIONS[one.type].properties if name in one.properties)


class Page:
    """The page of one description."""

    def __init__(self, request: Request, found: Description, names: Mapping[str, str], iri: str) -> None:
        self.request, self.found, self.names, self.iri = request, found, names, iri
        self.place = Place.of(found.id)
        self.plain = here(request) == self.place.plain

    def text(self) -> str:
        """All of it."""
        title = escape(self.names.get(self.found.id, self.found.id))
        links = self.place.links(self.request)
        alternates = "".join(
            f'<link rel="alternate" type="{offer.media_type}" href="{links[offer.name]}">\n' for offer in DATA
        )
        formats = " · ".join(
            f'<a href="{links[offer.name]}" type="{offer.media_type}">{offer.media_type}</a>' for offer in DATA
        )
        return (
            f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title} – Qianglian</title>\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'<link rel="icon" href="data:,"><link rel="stylesheet" href="{relative(self.request, "page/linked.css")}">\n'
            f'<link rel="canonical" href="{links[PAGE.name]}">\n{alternates}</head>\n<body>\n<main>\n'
            f"<h1>{title}</h1>\n<p>{self._kind()} <code>{escape(self.iri)}</code></p>\n"
            f'<nav aria-label="The same as data"><p>The same as data: {formats}</p></nav>\n'
            f"{''.join(self._own())}{''.join(self._statements())}{''.join(self._evidence())}</main>\n</body>\n</html>\n"
        )

    def _kind(self) -> str:
        cls = entity_type(self.found.id)
        return escape(cls.labels["en"] if cls else self.found.id.partition("/")[0].replace("-", " "))

    def _own(self) -> Iterator[str]:
        for properties, _ in self.found.some.entities:
            cls = entity_type(properties["id"])
            assert cls is not None
            yield self._table("Properties", {**cls.properties, **STATEMENT}, properties)
        if not self.found.some.entities:
            for one in self.found.some.statements:
                said = {**one.properties, "subject": one.subject, "object": one.object}
                ends = {name: Property(Kind.ENTITY, "", name=name) for name in ("subject", "object")}
                yield self._table(one.type, {**ends, **RELATIONS[one.type].properties, **STATEMENT}, said)

    def _table(self, caption: str, declared: Mapping[str, Property], properties: Properties) -> str:
        rows = "".join(
            f'<tr><th scope="row">{escape(name)}</th><td{self._language(name)}>{self._value(prop, properties[name])}</td></tr>\n'
            for name, prop in declared.items()
            if properties.get(name) is not None
        )
        return f"<table>\n<caption>{escape(caption)}</caption>\n{rows}</table>\n"

    def _language(self, name: str) -> str:
        return f' lang="{_LANGUAGES[name]}"' if name in _LANGUAGES else ""

    def _value(self, prop: Property, value: Any) -> str:
        values = value if isinstance(value, list) else [value]
        if prop.kind in {Kind.ENTITY, Kind.ENTITIES}:
            return ", ".join(map(self._link, values))
        if prop.kind in {Kind.IRI, Kind.IRIS}:
            return ", ".join(
                f'<a href="{escape(one)}" rel="noreferrer">{escape(one)}</a>' if one.startswith(("https://", "http://"))
                else escape(one) for one in values
            )  # fmt: skip
        return escape(", ".join(map(str, values)))

    def _link(self, id_: str) -> str:
        return f'<a href="{self._at(id_)}">{escape(self.names.get(id_, id_))}</a>'

    def _at(self, id_: str) -> str:
        """Where the page of another is, of the same kind as this."""
        place = Place.of(id_)
        return relative(self.request, place.plain if self.plain else place.page)

    def _statements(self) -> Iterator[str]:
        found = self.found.some.statements
        if not (self.found.some.entities and found):
            return
        yield f"<table>\n<caption>{len(found)} of {self.found.total} statements</caption>\n<thead><tr>"
        for name in ("relation", "entity", "since", "until", "status", "sources", "statement"):
            yield f'<th scope="col">{name}</th>'
        yield "</tr></thead>\n<tbody>\n"
        for one in found:
            relation, said = RELATIONS[one.type], one.properties
            forward = one.subject == self.found.id
            other, name = (one.object, relation.forward) if forward else (one.subject, relation.inverse)
            cells = [name, self._link(other), *(escape(said.get(key, "")) for key in ("since", "until", "status"))]
            cells += [", ".join(map(self._link, said.get("sources", ())))]
            where = self._at(said["id"])
            cells += [f'<a href="{where}">{escape(said["id"])}</a>']
            yield "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>\n"
        yield "</tbody></table>\n"
        if self.found.next:
            at = self._at(self.found.id)
            yield f'<p><a rel="next" href="{at}?after={self.found.next}">The next statements</a></p>\n'

    def _evidence(self) -> Iterator[str]:
        for one in self.found.some.evidence:
            yield self._table(f"Evidence {one['id']}", {"id": Property(Kind.ENTITY, "", name="id"), **EVIDENCE}, one)
