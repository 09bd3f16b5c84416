"""The RDF names of the ontology: prefixes, and which IRI stands for a class, a property or a relation.

Terms are written as prefixed names. `q` is the namespace of our own terms, `<base>/ontology#`; `qid`, `qst` and `qev`
those of entities, statements and evidence. The base IRI is a setting, so every function that gives an IRI takes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from schema.entities import ENTITIES, EVIDENCE, STATEMENT, Entity
from schema.model import Kind, Property
from schema.relations import RELATIONS, Relation

# The base that the committed files are derived with: the default of the setting `base_iri`.
DEFAULT_BASE = "https://qianglian.example"

VOCABULARIES = {
    "dc": "http://purl.org/dc/elements/1.1/",  # where a value is text and dcterms: wants a resource
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

ENTITY_CLASS = "q:Entity"
EVIDENCE_CLASS = "q:Evidence"
EVIDENCE_OF = "q:statement"  # from evidence to what it supports
HAS_EVIDENCE = "q:evidence"  # the other way round
LITERAL = "q:literal"  # the datatype of a text that RDF/XML cannot carry: the literal in N-Triples

_NUMERIC = {Kind.INTEGER: "xsd:integer", Kind.NUMBER: "xsd:decimal"}


def namespaces(base_iri: str) -> dict[str, str]:
    """Prefix -> namespace, sorted; ours are made from `base_iri`, which has no slash at its end."""
    own = {"q": f"{base_iri}/ontology#"}
    own |= {"qev": f"{base_iri}/evidence/", "qid": f"{base_iri}/id/", "qst": f"{base_iri}/statement/"}
    return dict(sorted({**VOCABULARIES, **own}.items()))


def expand(term: str, base_iri: str) -> str:
    """The IRI of a prefixed name; KeyError for a prefix that is not known."""
    prefix, _, local = term.partition(":")
    return namespaces(base_iri)[prefix] + local


def class_term(entity: type[Entity]) -> str:
    """Our own class of an entity type."""
    return f"q:{entity.__name__}"


def property_term(prop: Property) -> str:
    """The RDF property of a property: its `term`, or one of our own, named like it in camel case."""
    return prop.term or f"q:{prop.field}"


def relation_term(relation: type[Relation]) -> str:
    """The RDF property of a relation: its `term`, or one of our own, named like its forward field."""
    return relation.term or f"q:{relation.forward}"


def inverse_term(relation: type[Relation]) -> str:
    """The inverse RDF property, always our own; declared in the ontology, not written in exports."""
    return f"q:{relation.inverse}"


def statement_class(relation: type[Relation]) -> str:
    """The class of the statements made with a relation: `HOLDS_POST` -> `q:HoldsPost`."""
    return "q:" + "".join(part.capitalize() for part in relation.__name__.split("_"))


def datatype(prop: Property) -> str | None:
    """The XSD type of a property's literals; None where it depends on the value (dates) or the value is an IRI."""
    if prop.kind in {Kind.TEXT, Kind.TEXTS, Kind.ENUM}:
        return "rdf:langString" if prop.language else "xsd:string"
    return _NUMERIC.get(prop.kind)


def is_link(prop: Property) -> bool:
    """Whether a property's values are IRIs in RDF."""
    return prop.kind in {Kind.IRI, Kind.IRIS, Kind.ENTITY, Kind.ENTITIES} or property_term(prop) == EVIDENCE_OF


def declared_properties() -> Iterator[tuple[str, Property]]:
    """Every property with the name of what it is declared on: Entity, Statement, an entity, a relation, Evidence."""
    yield from (("Entity", prop) for prop in Entity.properties.values())
    yield from (("Statement", prop) for prop in STATEMENT.values())
    for name, entity in ENTITIES.items():
        yield from ((name, prop) for prop in entity.own.values())
    for name, relation in RELATIONS.items():
        yield from ((name, prop) for prop in relation.properties.values())
    yield from (("Evidence", prop) for prop in EVIDENCE.values())


@cache
def _keys() -> Mapping[tuple[str, str], str]:
    terms: dict[str, set[str]] = {}
    for _, prop in declared_properties():
        terms.setdefault(prop.field, set()).add(property_term(prop))
    return {
        (prop.field, property_term(prop)): (
            prop.field if len(terms[prop.field]) == 1 else re.sub(r".*:", "", property_term(prop))
        )
        for _, prop in declared_properties()
    }


def json_key(prop: Property) -> str:
    """The key of a property in JSON-LD: its GraphQL name.

    Where that name means different terms on different types (`title`, `number`), the term's local name.
    """
    return _keys()[prop.field, property_term(prop)]
