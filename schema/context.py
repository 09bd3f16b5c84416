"""The JSON-LD 1.1 context: the names of the GraphQL API, so that JSON from either reads the same.

Format: https://www.w3.org/TR/json-ld11/#context-definitions. Dates are xsd:date unless a value says otherwise,
because a partial one is an xsd:gYear or xsd:gYearMonth; decimals are written as strings, so that no reader rounds them.
"""

from __future__ import annotations

import json

from schema.entities import ENTITIES
from schema.model import Kind, Property
from schema.relations import RELATIONS
from schema.vocabularies import (
    DEFAULT_BASE,
    EVIDENCE_CLASS,
    HAS_EVIDENCE,
    class_term,
    datatype,
    declared_properties,
    is_link,
    json_key,
    namespaces,
    property_term,
    relation_term,
    statement_class,
)

Term = str | dict[str, object]

# The parts of a statement in RDF's own vocabulary: key -> term.
STATEMENT_PARTS = {"subject": "rdf:subject", "predicate": "rdf:predicate", "object": "rdf:object"}


def _term(prop: Property) -> Term:
    term = property_term(prop)
    if is_link(prop):
        return {"@id": term, "@type": "@id"}
    if prop.language:
        return {"@id": term, "@language": prop.language}
    if prop.kind is Kind.DATE:
        return {"@id": term, "@type": "xsd:date"}
    type_ = datatype(prop)
    return {"@id": term, "@type": type_} if type_ and type_ != "xsd:string" else {"@id": term}


def context(base_iri: str) -> dict[str, object]:
    """The context as the value of `@context`, its keys in a fixed order."""
    terms: dict[str, Term] = {}
    for cls in ENTITIES.values():
        terms[cls.__name__] = class_term(cls)
    terms["Evidence"] = EVIDENCE_CLASS
    for relation in RELATIONS.values():
        terms[statement_class(relation).removeprefix("q:")] = statement_class(relation)
    for _, prop in declared_properties():
        terms[json_key(prop)] = _term(prop)
    for relation in RELATIONS.values():
        terms[relation.forward] = {"@id": relation_term(relation), "@type": "@id"}
        terms[relation.inverse] = {"@reverse": relation_term(relation), "@type": "@id"}
    for key, part in STATEMENT_PARTS.items():
        terms[key] = {"@id": part, "@type": "@id"}
    terms["evidence"] = {"@id": HAS_EVIDENCE, "@type": "@id"}
    fixed: dict[str, object] = {"@version": 1.1, "id": "@id", "type": "@type"}
    prefixes = {prefix: {"@id": iri, "@prefix": True} for prefix, iri in namespaces(base_iri).items()}
    return {**fixed, **prefixes, **dict(sorted(terms.items()))}


def context_text(base_iri: str = DEFAULT_BASE) -> str:
    """The context as a JSON-LD document."""
    return json.dumps({"@context": context(base_iri)}, ensure_ascii=False, indent=2) + "\n"
