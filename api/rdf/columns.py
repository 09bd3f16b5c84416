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
SUPPORT = Column("", "evidence", HAS_EVIDENCE, Form.EVIDENCE, many=True)

_STATEMENT = tuple(_column(prop) for prop in STATEMENT.values())
EVIDENCE_COLUMNS = tuple(_column(prop) for prop in EVIDENCE.values())
EVIDENCE_TYPES = (EVIDENCE_CLASS,)
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


def entity_types(entity: type[Entity]) -> tuple[str, ...]:
    """The classes of an entity, ours first."""
    return (class_term(entity), *entity.terms)


def statement_types(relation: type[Relation]) -> tuple[str, ...]:
    """The classes of a relation's statement, ours first."""
    return (statement_class(relation), "rdf:Statement")


# Types in the order of ids: everything before an id's slash is its type, and the slash counts.
ENTITY_ORDER = sorted(ENTITIES.values(), key=lambda cls: cls.prefix() + "/")
RELATION_ORDER = sorted(RELATIONS.values(), key=lambda cls: cls.__name__.lower().replace("_", "-") + "/")
