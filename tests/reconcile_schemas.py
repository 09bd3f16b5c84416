"""What JSON of the reconciliation API, version 0.2, has to look like, as JSON Schema.

Written after the specification's own schemas (github.com/reconciliation-api/specs, folder 0.2/schemas, which no package
carries), in our words and with the same demands; where a comment says so, they demand more.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}


def record(required: str, *, closed: bool = False, **members: Schema) -> Schema:
    """An object; `closed` where it may have no other members."""
    made: Schema = {"type": "object", "properties": members, "required": required.split()}
    return {**made, "additionalProperties": False} if closed else made


def many(items: Schema, **more: Any) -> Schema:
    """An array."""
    return {"type": "array", "items": items, **more}


def by_key(value: Schema) -> Schema:
    """An object whose members are all alike."""
    return {"type": "object", "patternProperties": {".*": value}}


NAMED = record("id name", id=TEXT, name=TEXT, description=TEXT)
TYPE = record("id name", id=TEXT, name=TEXT, description=TEXT, broader=many(NAMED))
TYPE_OR_ID: Schema = {"oneOf": [record("id", id=TEXT, name=TEXT), TEXT]}
TEMPLATE: Schema = {"type": "string", "pattern": r".*\{\{id\}\}.*"}
SUGGESTS = record(
    "",
    service_url=TEXT,
    service_path=TEXT,
    flyout_service_url=TEXT,
    flyout_service_path={"type": "string", "pattern": r".*\$\{id\}.*"},
)


def _setting(kind: str, default: Schema, required: str = "", **more: Schema) -> Schema:
    members = {"type": {"enum": [kind]}, "default": default, "label": TEXT, "name": TEXT, "help_text": TEXT}
    return record(f"type label name {required}".strip(), **{**members, **more})


MANIFEST = record(
    "versions name identifierSpace schemaSpace",
    versions=many(TEXT, contains={"enum": ["0.2"]}),
    name=TEXT,
    identifierSpace=TEXT,
    schemaSpace=TEXT,
    documentation=TEXT,
    serviceVersion=TEXT,
    logo=TEXT,
    view=record("url", url=TEMPLATE),
    feature_view=record("url", url=TEMPLATE),
    defaultTypes=many(TYPE, uniqueItems=True),
    suggest=record("", entity=SUGGESTS, property=SUGGESTS, type=SUGGESTS),
    preview=record("url width height", url=TEMPLATE, width={"type": "integer"}, height={"type": "integer"}),
    extend=record(
        "",
        propose_properties=record("", service_url=TEXT, service_path=TEXT),
        property_settings=many(
            {
                "oneOf": [
                    _setting("number", {"type": "number"}),
                    _setting("text", TEXT),
                    _setting("checkbox", {"type": "boolean"}),
                    _setting("select", TEXT, "choices", choices=many(record("value name", value=TEXT, name=TEXT))),
                ]
            }
        ),
    ),
)

FEATURE = record("", id=TEXT, value={"oneOf": [{"type": "boolean"}, {"type": "number"}]})
CANDIDATE = record(
    "id name score",
    id=TEXT,
    name=TEXT,
    description=TEXT,
    score={"type": "number", "minimum": 0, "maximum": 100},  # the specification leaves the range open
    features=many(FEATURE),
    match={"type": "boolean"},
    type=many(TYPE_OR_ID),
)
RESULTS = record("result", result=many(CANDIDATE))
RESULT_BATCH = by_key(RESULTS)

_VALUE: Schema = {"oneOf": [TEXT, {"type": "number"}, {"type": "boolean"}, record("id", id=TEXT, name=TEXT)]}
QUERY_BATCH = by_key(
    {
        "type": "object",
        "properties": {
            "query": TEXT,
            "type": {"oneOf": [TEXT, many(TEXT)]},
            "limit": {"type": "number"},
            "properties": many(record("pid v", pid=TEXT, v={"oneOf": [_VALUE, many(_VALUE)]})),
            "type_strict": {"type": "string", "enum": ["any", "should", "all"]},
        },
        "anyOf": [
            {"required": ["query"]},
            {"required": ["properties"], "properties": {"properties": {"type": "array", "minItems": 1}}},
        ],
        "additionalProperties": False,
    }
)

SUGGESTED_ENTITIES = record(
    "result", result=many(record("id name", id=TEXT, name=TEXT, description=TEXT, notable=many(TYPE_OR_ID)))
)
SUGGESTED_PROPERTIES = record("result", result=many(NAMED))
SUGGESTED_TYPES = record("result", result=many(TYPE))

_DAY = r"-?(?:[1-9]\d*)?\d{4}-(?:1[0-2]|0[1-9])-(?:3[01]|0[1-9]|[12]\d)"
_TIME = r"(?:2[0-3]|[01]\d):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:2[0-3]|[01]\d):[0-5]\d)?"
CELL: Schema = {
    "oneOf": [
        {"type": "object", "additionalProperties": False},
        record("id name", closed=True, id=TEXT, name=TEXT, description=TEXT),
        record("str", closed=True, str=TEXT),
        record("float", closed=True, float={"type": "number"}),
        record("int", closed=True, int={"type": "integer"}),
        record("date", closed=True, date={"type": "string", "pattern": f"^{_DAY}T{_TIME}$"}),
    ]
}
EXTENSION = record(
    "rows meta",
    meta=many(
        record(
            "id name",
            id=TEXT,
            name=TEXT,
            type=record("id", id=TEXT, name=TEXT),
            service={"type": "string", "format": "uri", "pattern": "^https?://"},
        )
    ),
    rows=by_key(by_key(many(CELL))),
)
EXTENSION_QUERY = record(
    "ids properties", ids=many(TEXT), properties=many(record("id", id=TEXT, settings={"type": "object"}))
)
# The specification has this one in prose and an example only.
PROPOSALS = record("properties", properties=many(NAMED), type=TEXT, limit={"type": "number"})
