"""The ontology as RDFS and OWL, in Turtle.

Only our own terms get a domain and a range: a statement about schema:location or dcterms:isPartOf would be about
everybody's use of it, so schema:domainIncludes and schema:rangeIncludes say how terms of other vocabularies are used.
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, RDFS, XSD
from rdflib.term import Node

from schema.entities import ENTITIES, EVIDENCE, STATEMENT, Entity
from schema.model import Kind, Property
from schema.relations import RELATIONS, Relation
from schema.turtle import TurtleGraph
from schema.vocabularies import (
    DEFAULT_BASE,
    ENTITY_CLASS,
    EVIDENCE_CLASS,
    EVIDENCE_OF,
    HAS_EVIDENCE,
    LITERAL,
    class_term,
    datatype,
    inverse_term,
    is_link,
    property_term,
    relation_term,
    statement_class,
)

SCHEMA = Namespace("https://schema.org/")
DATES = (XSD.date, XSD.gYear, XSD.gYearMonth)
TITLE = "Qianglian: who strengthens what in China's quality infrastructure"


def _labels(labels: dict[str, str]) -> list[tuple[URIRef, Node]]:
    return [(RDFS.label, Literal(text, lang=language)) for language, text in labels.items()]


def _comment(text: str | None) -> tuple[URIRef, Node]:
    return RDFS.comment, Literal(" ".join((text or "").split()), lang="en")


def _union(graph: TurtleGraph, members: Iterable[URIRef], type_: URIRef = OWL.Class) -> Node:
    found = sorted(set(members))
    if len(found) == 1:
        return found[0]
    node = graph.blank()
    graph.say(node, (RDF.type, type_), (OWL.unionOf, graph.list_of(found)))
    return node


def _ends(graph: TurtleGraph, term: str, domain: Iterable[str], range_: Iterable[URIRef], literal: bool) -> None:
    """Domain and range of our own terms; how terms of others are used."""
    property_, domains, ranges = graph.iri(term), [graph.iri(name) for name in domain], list(range_)
    if term.startswith("q:"):
        graph.add((property_, RDFS.domain, _union(graph, domains)))
        graph.add((property_, RDFS.range, _union(graph, ranges, RDFS.Datatype if literal else OWL.Class)))
    else:
        graph.say(property_, *[(SCHEMA.domainIncludes, one) for one in domains])
        graph.say(property_, *[(SCHEMA.rangeIncludes, one) for one in ranges])


def _range(graph: TurtleGraph, prop: Property) -> list[URIRef]:
    if property_term(prop) == EVIDENCE_OF:
        return [graph.iri(ENTITY_CLASS), RDF.Statement]
    if prop.name in {"sources", "document"}:
        return [graph.iri("q:Document")]
    if is_link(prop):
        return [graph.iri(ENTITY_CLASS)] if prop.kind in {Kind.ENTITY, Kind.ENTITIES} else [RDFS.Resource]
    return list(DATES) if prop.kind is Kind.DATE else [graph.iri(datatype(prop) or "xsd:string")]


def _add_classes(graph: TurtleGraph) -> None:
    entity = graph.iri(ENTITY_CLASS)
    graph.say(
        entity,
        (RDF.type, OWL.Class),
        _comment(Entity.__doc__),
        *_labels({"en": "entity", "zh": "实体", "fr": "entité"}),
    )
    for cls in ENTITIES.values():
        node = graph.iri(class_term(cls))
        graph.say(node, (RDF.type, OWL.Class), (RDFS.subClassOf, entity), _comment(cls.__doc__), *_labels(cls.labels))
        graph.say(node, *[(RDFS.subClassOf, graph.iri(term)) for term in cls.terms])
    for relation in RELATIONS.values():
        node = graph.iri(statement_class(relation))
        about = f"A statement with the property {relation_term(relation)}, with its dates, status and sources."
        graph.say(
            node, (RDF.type, OWL.Class), (RDFS.subClassOf, RDF.Statement), _comment(about), *_labels(relation.labels)
        )
    evidence = graph.iri(EVIDENCE_CLASS)
    about = "Detail on why a statement is believed: the document, the place in it and the words."
    graph.say(
        evidence, (RDF.type, OWL.Class), _comment(about), *_labels({"en": "evidence", "zh": "证据", "fr": "preuve"})
    )
    about = "A literal in N-Triples, which stands in for a text with characters that XML does not allow."
    graph.say(graph.iri(LITERAL), (RDF.type, RDFS.Datatype), _comment(about), *_labels({"en": "literal"}))


def _owners() -> dict[str, list[tuple[str, Property]]]:
    """RDF property -> where it is used: (class, property), in the ontology's order."""
    found: dict[str, list[tuple[str, Property]]] = {}
    declared = [(ENTITY_CLASS, prop) for prop in Entity.properties.values()]
    declared += [(name, prop) for prop in STATEMENT.values() for name in (ENTITY_CLASS, "rdf:Statement")]
    declared += [(class_term(cls), prop) for cls in ENTITIES.values() for prop in cls.own.values()]
    declared += [(statement_class(cls), prop) for cls in RELATIONS.values() for prop in cls.properties.values()]
    declared += [(EVIDENCE_CLASS, prop) for prop in EVIDENCE.values()]
    for owner, prop in declared:
        found.setdefault(property_term(prop), []).append((owner, prop))
    return found


def _add_properties(graph: TurtleGraph) -> None:
    for term, uses in _owners().items():
        node, first = graph.iri(term), uses[0][1]
        kind = OWL.ObjectProperty if is_link(first) else OWL.DatatypeProperty
        if term.startswith("q:"):
            graph.say(node, (RDF.type, kind), (RDFS.label, Literal(first.field, lang="en")))
            graph.say(node, *[_comment(prop.meaning) for _, prop in uses])
        ranges = [one for _, prop in uses for one in _range(graph, prop)]
        _ends(graph, term, [owner for owner, _ in uses], ranges, literal=not is_link(first))


def _add_relation(graph: TurtleGraph, relation: type[Relation]) -> None:
    node, inverse = graph.iri(relation_term(relation)), graph.iri(inverse_term(relation))
    subjects = [class_term(cls) for cls in ENTITIES.values() if any(cls in ends for ends, _ in relation.ends)]
    objects = [class_term(cls) for cls in ENTITIES.values() if any(cls in ends for _, ends in relation.ends)]
    if relation.term is None:
        graph.say(node, (RDF.type, OWL.ObjectProperty), _comment(relation.__doc__), *_labels(relation.labels))
    _ends(graph, relation_term(relation), subjects, [graph.iri(name) for name in objects], literal=False)
    graph.say(
        inverse,
        (RDF.type, OWL.ObjectProperty),
        (OWL.inverseOf, node),
        (RDFS.label, Literal(relation.inverse, lang="en")),
    )
    _ends(graph, inverse_term(relation), objects, [graph.iri(name) for name in subjects], literal=False)


def owl_text(base_iri: str = DEFAULT_BASE) -> str:
    """The ontology in Turtle; the same text whenever the declarations are the same."""
    graph = TurtleGraph(base_iri)
    ontology = URIRef(f"{base_iri}/ontology")
    about = "Entities, relations and their statements, each with dates, status and sources."
    graph.say(
        ontology,
        (RDF.type, OWL.Ontology),
        (DCTERMS.title, Literal(TITLE, lang="en")),
        (DCTERMS.description, Literal(about, lang="en")),
    )
    _add_classes(graph)
    _add_properties(graph)
    for relation in RELATIONS.values():
        _add_relation(graph, relation)
    has_evidence = graph.iri(HAS_EVIDENCE)
    graph.say(
        has_evidence,
        (RDF.type, OWL.ObjectProperty),
        (OWL.inverseOf, graph.iri(EVIDENCE_OF)),
        (RDFS.label, Literal("evidence", lang="en")),
    )
    _ends(graph, HAS_EVIDENCE, [ENTITY_CLASS, "rdf:Statement"], [graph.iri(EVIDENCE_CLASS)], literal=False)
    return graph.text()
