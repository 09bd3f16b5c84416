"""What the predicates of our own RDF say of each kind of resource: the way back from schema/vocabularies.py."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from schema import EVIDENCE, EVIDENCE_PREFIX, RELATIONS, STATEMENT, Kind, Property, entity_type, relation_type
from schema.vocabularies import (
    EVIDENCE_CLASS,
    EVIDENCE_OF,
    HAS_EVIDENCE,
    class_term,
    expand,
    is_link,
    property_term,
    relation_term,
    statement_class,
)

XSD = "http://www.w3.org/2001/XMLSchema#"
_TEXT = frozenset({f"{XSD}string"})
_DATATYPES = {
    Kind.INTEGER: frozenset({f"{XSD}integer"}),
    Kind.NUMBER: frozenset({f"{XSD}decimal", f"{XSD}integer"}),
    Kind.DATE: frozenset({f"{XSD}date", f"{XSD}gYearMonth", f"{XSD}gYear"}),
}
SUBJECT, OBJECT, PREDICATE = "@subject", "@object", "@predicate"
TYPE, PLAIN, SUPPORT, INTO = "@type", "@plain", "@evidence", "@into"


@dataclass(frozen=True, slots=True)
class Slot:
    """Where the values of a predicate go: `name` is a property's, or one of the names above.

    `datatypes` are those of the literals it may have, `namespaces` what the addresses of its resources may begin with,
    which is no part of the value; one of the two is empty. `relation` is that of a plain triple.
    """

    name: str
    datatypes: frozenset[str] = frozenset()
    namespaces: tuple[str, ...] = ()
    relation: str = ""


Slots = dict[tuple[str, str], Slot]  # by the IRI of the predicate, and the language of the literal or ""


def slots(prefix: str, base: str) -> tuple[Slots, frozenset[str]]:
    """The slots of the resources whose ids begin with this and a slash, and the IRIs of their classes."""
    ids = f"{base}/id/"
    evidence = Slot(SUPPORT, namespaces=(f"{base}/",))
    if prefix == EVIDENCE_PREFIX:
        found = dict(_properties(EVIDENCE.values(), base))
        classes: Iterable[str] = (EVIDENCE_CLASS,)
    elif relation := relation_type(f"{prefix}/"):
        found = dict(_properties([*relation.properties.values(), *STATEMENT.values()], base))
        for name, part in ((SUBJECT, "rdf:subject"), (OBJECT, "rdf:object")):
            found[expand(part, base), ""] = Slot(name, namespaces=(ids,))
        found[expand("rdf:predicate", base), ""] = Slot(PREDICATE, namespaces=("",))
        found[expand(HAS_EVIDENCE, base), ""] = evidence
        classes = (statement_class(relation), "rdf:Statement")
    else:
        entity = entity_type(f"{prefix}/")
        assert entity is not None, prefix
        found = dict(_properties([*entity.properties.values(), *STATEMENT.values()], base))
        for name, other in RELATIONS.items():
            if other.objects_of(entity):
                found[expand(relation_term(other), base), ""] = Slot(PLAIN, namespaces=(ids,), relation=name)
        found[expand(HAS_EVIDENCE, base), ""] = evidence
        found[expand("dcterms:isReplacedBy", base), ""] = Slot(INTO, namespaces=(ids,))
        classes = (class_term(entity), *entity.terms)
    found[expand("rdf:type", base), ""] = Slot(TYPE, namespaces=("",))
    return found, frozenset(expand(term, base) for term in classes)


def _properties(properties: Iterable[Property], base: str) -> Iterator[tuple[tuple[str, str], Slot]]:
    for prop in properties:
        term = expand(property_term(prop), base)
        if not is_link(prop):
            yield (term, prop.language or ""), Slot(prop.name, _DATATYPES.get(prop.kind, _TEXT))
        elif property_term(prop) == EVIDENCE_OF:
            yield (term, ""), Slot(prop.name, namespaces=(f"{base}/id/", f"{base}/statement/"))
        else:
            ours = prop.kind in {Kind.ENTITY, Kind.ENTITIES}
            yield (term, ""), Slot(prop.name, namespaces=(f"{base}/id/",) if ours else ("",))
