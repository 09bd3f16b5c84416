"""The ontology as SHACL shapes, in Turtle: what a graph in our terms has to look like.

The shape of a class is named like it, `<base>/shapes#Agency`, so that its address leads to the shapes. One node shape per entity type, per kind of statement and for evidence: what is required, datatypes, enumerations, the
ends of relations, a name in some language. Only core constraints (https://www.w3.org/TR/shacl/), so that any validator
will do.
"""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import RDF, Literal, Namespace, URIRef
from rdflib.namespace import SH, SKOS, XSD
from rdflib.term import Node

from schema.entities import ENTITIES, EVIDENCE, STATEMENT, Entity
from schema.model import Kind, Property
from schema.relations import RELATIONS, Relation
from schema.turtle import TurtleGraph
from schema.vocabularies import (
    DEFAULT_BASE,
    EVIDENCE_CLASS,
    EVIDENCE_OF,
    HAS_EVIDENCE,
    class_term,
    datatype,
    is_link,
    property_term,
    relation_term,
    statement_class,
)

DATES = (XSD.date, XSD.gYearMonth, XSD.gYear)
LANGUAGES = tuple(prop.language for prop in Entity.properties.values() if prop.language)

Pair = tuple[URIRef, Node]


def shapes_namespace(base_iri: str) -> dict[str, str]:
    """The prefix and the namespace of the shapes themselves."""
    return {"qsh": f"{base_iri}/shapes#"}


class _Shapes:
    """Builds the shapes of one ontology in one graph."""

    def __init__(self, base_iri: str) -> None:
        self.graph = TurtleGraph(base_iri)
        self.own = Namespace(shapes_namespace(base_iri)["qsh"])
        self.graph.bind("qsh", self.own)
        self.base = base_iri.replace(".", "\\.")  # in patterns

    def shape(self, target: str) -> URIRef:
        """The node shape of a class."""
        node = self.own[target.partition(":")[2]]
        self.graph.say(node, (RDF.type, SH.NodeShape), (SH.targetClass, self.graph.iri(target)))
        return node

    def constrain(self, node: Node, path: URIRef, *pairs: Pair) -> None:
        """A property shape on `node`."""
        shape = self.graph.blank()
        self.graph.say(node, (SH.property, shape))
        self.graph.say(shape, (SH.path, path), *pairs)

    def any_of(self, predicate: URIRef, values: Sequence[Node]) -> Pair:
        """One value as it is, several as alternatives."""
        if len(values) == 1:
            return predicate, values[0]
        cells: list[Node] = []
        for value in values:
            cell = self.graph.blank()
            self.graph.add((cell, predicate, value))
            cells.append(cell)
        return SH["or"], self.graph.list_of(cells)

    def of_class(self, types: Sequence[type[Entity]]) -> Pair:
        """Values are of one of these types."""
        return self.any_of(SH["class"], [self.graph.iri(class_term(cls)) for cls in types])

    def property(self, node: Node, prop: Property, required: bool = False) -> None:
        """The shape of one declared property."""
        pairs: list[Pair] = []
        if not prop.kind.many:
            pairs.append((SH.maxCount, Literal(1)))
        if prop.required or required:
            pairs.append((SH.minCount, Literal(1)))
        if prop.values:
            pairs.append((SH["in"], self.graph.list_of([Literal(value) for value in prop.values])))
        elif prop.name in {"sources", "document"}:
            pairs += [(SH.nodeKind, SH.IRI), self.of_class([ENTITIES["Document"]])]
        elif property_term(prop) == EVIDENCE_OF:
            pairs += [(SH.nodeKind, SH.IRI), (SH.pattern, Literal(f"^{self.base}/(id|statement)/"))]
        elif is_link(prop):
            pairs.append((SH.nodeKind, SH.IRI))
            if prop.kind in {Kind.ENTITY, Kind.ENTITIES}:
                pairs.append((SH.pattern, Literal(f"^{self.base}/id/")))
        elif prop.kind is Kind.DATE:
            pairs.append(self.any_of(SH.datatype, DATES))
        else:
            pairs.append((SH.datatype, self.graph.iri(datatype(prop) or "xsd:string")))
        pairs += [(SH.minInclusive, Literal(0))] if prop.name in {"start", "end", "confidence"} else []
        pairs += [(SH.maxInclusive, Literal(1))] if prop.name == "confidence" else []
        self.constrain(node, self.graph.iri(property_term(prop)), *pairs)

    def entity(self, cls: type[Entity]) -> None:
        """What an entity of this type has to look like, with the ends of its plain relations."""
        node = self.shape(class_term(cls))
        languages = self.graph.list_of([Literal(language) for language in LANGUAGES])
        name: list[Pair] = [(SH.datatype, RDF.langString), (SH.languageIn, languages), (SH.uniqueLang, Literal(True))]
        name += [(SH.minCount, Literal(1))] if cls.named else []
        self.constrain(node, SKOS.prefLabel, *name)
        for prop in (*cls.properties.values(), *STATEMENT.values()):
            if not prop.language:
                self.property(node, prop)
        for relation in RELATIONS.values():
            if objects := relation.objects_of(cls):
                path = self.graph.iri(relation_term(relation))
                self.constrain(node, path, (SH.nodeKind, SH.IRI), self.of_class(objects))
        self.supported(node)

    def supported(self, node: Node) -> None:
        """What evidence it has is evidence."""
        self.constrain(node, self.graph.iri(HAS_EVIDENCE), (SH["class"], self.graph.iri(EVIDENCE_CLASS)))

    def statement(self, relation: type[Relation]) -> None:
        """What the statements of a relation have to look like: one pair of ends among those allowed."""
        node = self.shape(statement_class(relation))
        one = [(SH.minCount, Literal(1)), (SH.maxCount, Literal(1))]
        self.constrain(node, RDF.predicate, *one, (SH.hasValue, self.graph.iri(relation_term(relation))))
        self.constrain(node, RDF.type, (SH.hasValue, RDF.Statement))
        self.constrain(node, RDF.subject, *one)
        self.constrain(node, RDF.object, *one)
        pairs: list[Node] = []
        for subjects, objects in relation.ends:
            pair = node if len(relation.ends) == 1 else self.graph.blank()
            self.constrain(pair, RDF.subject, self.of_class(subjects))
            self.constrain(pair, RDF.object, self.of_class(objects))
            pairs.append(pair)
        if len(pairs) > 1:
            self.graph.add((node, SH["or"], self.graph.list_of(pairs)))
        for prop in relation.properties.values():
            self.property(node, prop)
        for prop in STATEMENT.values():
            self.property(node, prop, required=prop.name == "sources")
        self.supported(node)

    def evidence(self) -> None:
        """What evidence has to look like."""
        node = self.shape(EVIDENCE_CLASS)
        for prop in EVIDENCE.values():
            self.property(node, prop)


def shacl_text(base_iri: str = DEFAULT_BASE) -> str:
    """The shapes in Turtle; the same text whenever the declarations are the same."""
    shapes = _Shapes(base_iri)
    for cls in ENTITIES.values():
        shapes.entity(cls)
    for relation in RELATIONS.values():
        shapes.statement(relation)
    shapes.evidence()
    return shapes.graph.text()
