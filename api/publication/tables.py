"""One JSON Lines file per entity type: an entity a line, with the statements it is the subject of and the evidence for all.

https://jsonlines.org; described by a JSON Schema (https://json-schema.org/draft/2020-12/schema) made of the ontology.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from api.publication.statements import Record
from schema import ENTITIES, EVIDENCE, RELATIONS, STATEMENT, Kind, Property, relation_type

FOLDER = "entities"
SCHEMA = f"{FOLDER}/schema.json"
_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
_ENTITY_ID = "^[a-z-]+/[a-z0-9-]+$"


def name(type_: str) -> str:
    """The path of a type's file in the publication."""
    return f"{FOLDER}/{type_}.jsonl.gz"


def statement(relation: Record, evidence: Sequence[bytes]) -> bytes:
    """A relation as it stands in the line of its subject."""
    type_ = relation_type(relation["id"])
    assert type_ is not None
    said = {"id": relation["id"], "type": type_.__name__, **relation}
    del said["subject"]
    return orjson.dumps(said | _pieces(evidence))


def entity(entity: Record, statements: Sequence[bytes], evidence: Sequence[bytes]) -> bytes:
    """The line of an entity; `statements` are made by `statement`."""
    said = entity | _pieces(evidence)
    if statements:
        said["statements"] = [orjson.Fragment(one) for one in statements]
    return orjson.dumps(said) + b"\n"


def _pieces(evidence: Sequence[bytes]) -> Record:
    if not evidence:
        return {}
    pieces = [orjson.loads(one) for one in evidence]
    return {"evidence": [{key: value for key, value in one.items() if key != "statement"} for one in pieces]}


def schema() -> bytes:
    """The JSON Schema of the lines: one definition for each type, and one for each kind of statement."""
    pieces = _object({"id": _text()}, _properties(EVIDENCE.values(), except_for="statement"))
    definitions: dict[str, Any] = {"Evidence": pieces}
    evidence = {"evidence": {"type": "array", "items": {"$ref": "#/$defs/Evidence"}, "minItems": 1}}
    for type_, relation in RELATIONS.items():
        own = {"id": _text(), "type": {"const": type_}, "object": _text(_ENTITY_ID)}
        said = _properties([*relation.properties.values(), *STATEMENT.values()])
        definitions[type_] = _object(own, said, {"sources"}, evidence)
    for type_, cls in ENTITIES.items():
        own = {"id": _text(f"^{cls.prefix()}/[a-z0-9-]+$")}
        forms = [{"$ref": f"#/$defs/{other}"} for other, one in RELATIONS.items() if one.objects_of(cls)]
        more = {"statements": {"type": "array", "items": {"oneOf": forms}, "minItems": 1}} if forms else {}
        said = _properties([*cls.properties.values(), *STATEMENT.values()])
        definitions[type_] = _object(own, said, set(), more | evidence)
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Lines of the files of entities",
        "oneOf": [{"$ref": f"#/$defs/{type_}"} for type_ in ENTITIES],
        "$defs": definitions,
    }
    return orjson.dumps(whole, option=orjson.OPT_INDENT_2) + b"\n"


def _object(
    own: Mapping[str, Any],
    said: Mapping[str, tuple[dict[str, Any], bool]],
    required: Iterable[str] = (),
    more: Mapping[str, Any] = {},
) -> dict[str, Any]:
    needed = [*own, *(key for key, (_, is_required) in said.items() if is_required or key in set(required))]
    properties = {**own, **{key: form for key, (form, _) in said.items()}, **more}
    return {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}


def _properties(properties: Iterable[Property], except_for: str = "") -> dict[str, tuple[dict[str, Any], bool]]:
    return {prop.name: (_form(prop), prop.required) for prop in properties if prop.name != except_for}


def _text(pattern: str = "") -> dict[str, Any]:
    return {"type": "string", **({"pattern": pattern} if pattern else {})}


def _form(prop: Property) -> dict[str, Any]:
    match prop.kind:
        case Kind.INTEGER:
            form: dict[str, Any] = {"type": "integer"}
        case Kind.NUMBER:
            form = {"type": "number"}
        case Kind.ENUM:
            form = {"enum": list(prop.values)}
        case Kind.DATE:
            form = _text(_DATE)
        case Kind.ENTITY | Kind.ENTITIES:
            form = _text(_ENTITY_ID)
        case _:
            form = _text()
    if prop.kind.many:
        form = {"type": "array", "items": form, "uniqueItems": True, "minItems": 1}
    return {"description": prop.meaning, **form}
