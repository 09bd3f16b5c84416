"""A small graph that has every entity type, property, relation and pair of ends, with texts that are hard to write."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from itertools import count, cycle
from typing import Any

import pyoxigraph as ox

from api.rdf import export
from graph.driver import Database, Transaction
from graph.statements import evidence_id, relation_id
from schema import ENTITIES, EVIDENCE, RELATIONS, STATEMENT, Kind, Property, entity_type
from tests.conftest import Graph as Stored

BASE = "https://graph.example.org/sub"
NAMED = ("nquads", "trig")
OX = {
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "turtle": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
}
HARD = (
    'said "so"\n\tand left',
    "back\\slash & <tag> 'quoted' ]]>",
    " 青岛市显示与集成电路产业链 ",
    "é\u0301\u200b\U0001f9ea",
    "line\r\nends\r",
)
DATES = ("2020", "2020-12", "2020-12-18")
NUMBERS = (46615000.0, 0.1, -3.5, 1e-7, 1e21, 833600000000.0)
IRIS = (
    "http://www.wikidata.org/entity/Q148",
    "https://example.org/a?b=c&d=é#部分",
    "urn:isbn:0451450523",
    "https://example.org/%E4%B8%AD",
)
CODES = (
    "no scheme",
    "https://example.org/a b",
    "https://example.org/<x>",
    'https://example.org/"',
    "https://example.org/../x",
    "qid:agency/x",
)

Properties = dict[str, Any]


@dataclass
class Sample:
    """What stands in the graph: properties by id, relations with their ends, evidence."""

    entities: dict[str, Properties] = field(default_factory=dict)
    relations: dict[str, tuple[str, str, str, Properties]] = field(default_factory=dict)  # type, subject, object
    evidence: dict[str, Properties] = field(default_factory=dict)

    def support(self, statement: str, document: str, **detail: Any) -> str:
        """Add evidence."""
        said = {"statement": statement, "document": document, **detail}
        id_ = evidence_id(said)
        self.evidence[id_] = said
        return id_

    def relate(self, type_: str, subject: str, object_: str, sources: list[str], **said: Any) -> str:
        """Add a relation."""
        properties = {"status": "ASSERTED", "sources": sources, **said}
        id_ = relation_id(type_, subject, object_, properties)
        self.relations[id_] = (type_, subject, object_, properties)
        return id_

    async def write(self, database: Database, *, backwards: bool = False) -> None:
        """Create it all, in either order."""
        grouped: dict[str, list[dict[str, Any]]] = {}

        def add(cypher: str, **row: Any) -> None:
            grouped.setdefault(f"CYPHER 25 UNWIND $rows AS row {cypher}", []).append(row)

        for id_, said in sorted(self.entities.items(), reverse=backwards):
            cls = entity_type(id_)
            assert cls
            hidden = {"id": id_, "_by": ["x"], "_names": "\nhidden\n"}
            add(f"CREATE (n:Entity:{cls.__name__}) SET n = row.said", said=hidden | said)
        for id_, (type_, subject, object_, said) in sorted(self.relations.items(), reverse=backwards):
            cypher = "MATCH (a:Entity {id: row.a}) MATCH (b:Entity {id: row.b}) "
            hidden = {"id": id_, "_by": ["x"], "_claims": ["hidden"]}
            add(f"{cypher} CREATE (a)-[r:{type_}]->(b) SET r = row.said", a=subject, b=object_, said=hidden | said)
        for id_, said in sorted(self.evidence.items(), reverse=backwards):
            cypher = "MATCH (d:Entity {id: row.said.document}) CREATE (n:Evidence)-[:FROM]->(d) SET n = row.said"
            add(cypher, said={"id": id_, "_by": ["x"], **said})

        async def work(transaction: Transaction) -> None:
            for cypher, rows in grouped.items():
                await transaction.run(cypher, rows=rows)
            await transaction.run("CYPHER 25 MERGE (g:Graph {id: 'graph'}) SET g.version = 1")

        await database.write(work)


def whole() -> Sample:
    """The sample; every call gives the same."""
    sample, numbers = Sample(), count()
    hard, dates, figures, iris = cycle(HARD), cycle(DATES), cycle(NUMBERS), cycle(IRIS)

    def value(prop: Property) -> Any:
        match prop.kind:
            case Kind.TEXT:
                return next(hard)
            case Kind.TEXTS:
                return sorted({next(hard), next(hard)})
            case Kind.INTEGER:
                return next(numbers)
            case Kind.NUMBER:
                return next(figures)
            case Kind.DATE:
                return next(dates)
            case Kind.IRI:
                return next(iris)
            case Kind.IRIS:
                return sorted({next(iris), next(iris)})
            case Kind.ENUM:
                return prop.values[next(numbers) % len(prop.values)]
            case _:
                return "agency/full"

    for cls in ENTITIES.values():
        sources = [] if cls.__name__ == "Document" else ["document/full"]
        said = {prop.name: value(prop) for prop in cls.properties.values()}
        said |= {"status": "ASSERTED", "since": value(STATEMENT["since"]), "until": value(STATEMENT["until"])}
        sample.entities[f"{cls.prefix()}/full"] = said | ({"sources": sources} if sources else {})
        bare = {prop.name: value(prop) for prop in cls.properties.values() if prop.required}
        bare |= {"status": "PLANNED", "name_zh": "名称"}
        sample.entities[f"{cls.prefix()}/bare"] = bare | (
            {"sources": ["document/bare", "document/full"]} if sources else {}
        )
    for relation in RELATIONS.values():
        pairs = [(a, b) for subjects, objects in relation.ends for a in subjects for b in objects]
        for i, (a, b) in enumerate(pairs):
            own = {prop.name: value(prop) for prop in relation.properties.values() if prop.required or i % 2 == 0}
            own |= {"since": value(STATEMENT["since"])} if i % 3 == 0 else {}
            own |= {"status": "PLANNED"} if i % 5 == 4 else {}
            sources = ["document/bare", "document/full"] if i % 2 else ["document/full"]
            id_ = sample.relate(relation.__name__, f"{a.prefix()}/full", f"{b.prefix()}/bare", sources, **own)
            if i == 0:
                detail = {name: value(prop) for name, prop in EVIDENCE.items() if name not in {"statement", "document"}}
                sample.support(id_, "document/full", **(detail | {"confidence": 0.5}))
    # Two posts in one body are one plain triple, from the documents of both.
    sample.relate("HOLDS_POST", "person/full", "agency/full", ["document/full"], title="局长")
    sample.relate("HOLDS_POST", "person/full", "agency/full", ["document/bare"], title="党组书记")
    sample.support("agency/full", "document/bare", place="paragraph 1")
    return sample


def small() -> Sample:
    """A document, a place and a person, all sound."""
    sample = Sample({"document/d": {"status": "ASSERTED", "title": "t"}})
    said = {"status": "ASSERTED", "name_en": "x", "sources": ["document/d"]}
    sample.entities |= {"person/p": said, "government/g": {"level": "COUNTY", **said}}
    return sample


def written(graph: Stored, format_: str, base: str = BASE) -> bytes:
    out = io.BytesIO()
    count = graph.run(export(graph.database, format_, out, base))
    assert count == sum(1 for _ in ox.parse(out.getvalue(), format=OX[format_]))
    return out.getvalue()


def filled(graph: Stored, sample: Sample, **how: Any) -> Stored:
    graph.run(sample.write(graph.database, **how))
    return graph
