"""Ids say what they are of: everything before the slash is the type in kebab case."""

from __future__ import annotations

import re

from schema.entities import ENTITIES, Entity
from schema.model import kebab
from schema.relations import RELATIONS, Relation

EVIDENCE_PREFIX = "evidence"

_ENTITY = {cls.prefix(): cls for cls in ENTITIES.values()}
_RELATION = {kebab(name): cls for name, cls in RELATIONS.items()}
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


def entity_type(id_: str) -> type[Entity] | None:
    """The entity type that an id is of; None where it is of none."""
    return _ENTITY.get(id_.partition("/")[0])


def relation_type(id_: str) -> type[Relation] | None:
    """The relation type that a statement's id is of; None where it is of none."""
    return _RELATION.get(id_.partition("/")[0])


def is_entity_id(id_: str) -> bool:
    """Whether the text is spelled as an entity's id has to be."""
    prefix, slash, key = id_.partition("/")
    return bool(slash) and prefix in _ENTITY and _KEY.match(key) is not None
