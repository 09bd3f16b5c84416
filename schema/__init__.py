"""The ontology: what can be stated, declared once; everything else derives from it. Imports none of ours."""

from schema.entities import ENTITIES, EVIDENCE, STATEMENT, Entity
from schema.ids import EVIDENCE_PREFIX, entity_type, is_entity_id, relation_type
from schema.model import Kind, Property, camel, kebab
from schema.relations import RELATIONS, Relation

__all__ = [
    "ENTITIES",
    "EVIDENCE",
    "EVIDENCE_PREFIX",
    "RELATIONS",
    "STATEMENT",
    "Entity",
    "Kind",
    "Property",
    "Relation",
    "camel",
    "entity_type",
    "is_entity_id",
    "kebab",
    "relation_type",
]
