"""What a row of the graph is made of, in RDF: one column per property, in the ontology's order."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from schema import ENTITIES, EVIDENCE, RELATIONS, STATEMENT, Entity, Kind, Property, Relation
from schema.vocabularies import (
    EVIDENCE_CLASS,
    EVIDENCE_OF,
    HAS_EVIDENCE,
    class_term,
    json_key,
    property_term,
    relation_term,
    statement_class,
)


class Form(enum.Enum):
    """How a value becomes an RDF term."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    IRI = "iri"  # an IRI as it is
    ENTITY = "entity"  # an entity's id
    STATEMENT = "statement"  # the id of an entity or relation
    EVIDENCE = "evidence"  # the id of evidence
    TERM = "term"  # a prefixed name


@dataclass(frozen=True, slots=True)
class Column:
    """One RDF property with the form of its values; `name` is the property's in the graph, `key` the one in JSON-LD."""

    name: str
    key: str
    term: str
    form: Form
    many: bool = False
    language: str | None = None


_FORMS = {
    Kind.INTEGER: Form.INTEGER,
    Kind.NUMBER: Form.NUMBER,
    Kind.DATE: Form.DATE,
    Kind.IRI: Form.IRI,
    Kind.IRIS: Form.IRI,
    Kind.ENTITY: Form.ENTITY,
    Kind.ENTITIES: Form.ENTITY,
}


def _column(prop: Property) -> Column:
    term = property_term(prop)
    form = Form.STATEMENT if term == EVIDENCE_OF else _FORMS.get(prop.kind, Form.TEXT)
    return Column(prop.name, json_key(prop), term, form, prop.kind.many, prop.language)


TYPE = Column("", "type", "rdf:type", Form.TERM, many=True)
SUBJECT = Column("", "subject", "rdf:subject", Form.ENTITY)
PREDICATE = Column("", "predicate", "rdf:predicate", Form.TERM)
OBJECT = Column("", "object", "rdf:object", Form.ENTITY)
# Of an id that was an entity's, and is answered with another's now.
MERGED = Column("", "dcterms:isReplacedBy", "dcterms:isReplacedBy", Form.ENTITY)
SUPPORT = Column("", "evidence", HAS_EVIDENCE, Form.EVIDENCE, many=True)

_STATEMENT = tuple(_column(prop) for prop in STATEMENT.values())
EVIDENCE_COLUMNS = tuple(_column(prop) for prop in EVIDENCE.values())
# The plain triples of relations, by relationship type.
LINKS = {
    name: Column(name, relation.forward, relation_term(relation), Form.ENTITY, many=True)
    for name, relation in RELATIONS.items()
}


def entity_columns(entity: type[Entity]) -> tuple[Column, ...]:
    """The columns of an entity type: its properties, and those of every statement."""
    return (*(_column(prop) for prop in entity.properties.values()), *_STATEMENT)


def relation_columns(relation: type[Relation]) -> tuple[Column, ...]:
    """The columns of a relation type."""
    return (*(_column(prop) for prop in relation.properties.values()), *_STATEMENT)


Fixed = tuple[tuple[Column, str], ...]  # columns that are the same for all of a kind, with their value
Parts = tuple[tuple[Column, ...], Fixed]  # the columns of a row, and what stands before them


def entity_parts(entity: type[Entity]) -> Parts:
    """What the triples of an entity are made of: its classes, ours first, then its columns."""
    return entity_columns(entity), tuple((TYPE, term) for term in (class_term(entity), *entity.terms))


def statement_parts(relation: type[Relation]) -> Parts:
    """What those of a relation's statement are made of."""
    types = ((TYPE, statement_class(relation)), (TYPE, "rdf:Statement"))
    return (SUBJECT, OBJECT, *relation_columns(relation)), (*types, (PREDICATE, LINKS[relation.__name__].term))


EVIDENCE_PARTS: Parts = (EVIDENCE_COLUMNS, ((TYPE, EVIDENCE_CLASS),))


# Types in the order of ids: everything before an id's slash is its type, and the slash counts.
ENTITY_ORDER = sorted(ENTITIES.values(), key=lambda cls: cls.prefix() + "/")
RELATION_ORDER = sorted(RELATIONS.values(), key=lambda cls: cls.__name__.lower().replace("_", "-") + "/")
