"""What GraphQL refuses, with which code; and what stands beside the compiler."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api.runtime import runtime_schema
from graph import store
from tests.conftest import Graph


def code(response: dict[str, Any]) -> str:
    """The code of a response's only error."""
    (error,) = response["errors"]
    found: str = error["extensions"]["code"]
    return found


@pytest.mark.parametrize(
    ("operation", "variables", "expected"),
    [
        ("{ pilots { ", {}, "GRAPHQL_PARSE_FAILED"),
        ("{ pilots { nothing } }", {}, "GRAPHQL_VALIDATION_FAILED"),
        ("{ pilots(first: 1001) { totalCount } }", {}, "BAD_USER_INPUT"),
        ("{ pilots(first: -1) { nodes { id } } }", {}, "BAD_USER_INPUT"),
        ('{ pilots(after: "x") { nodes { id } } }', {}, "BAD_USER_INPUT"),
        ("query ($d: Date) { pilots(asOf: $d) { totalCount } }", {"d": "2020-13"}, "BAD_USER_INPUT"),
        ('{ pilots(asOf: "yesterday") { totalCount } }', {}, "GRAPHQL_VALIDATION_FAILED"),
        ("query ($w: PilotWhere) { pilots(where: $w) { totalCount } }", {"w": {"nme": {}}}, "BAD_USER_INPUT"),
        ("query a { pilots { totalCount } } query b { pilots { totalCount } }", {}, "BAD_USER_INPUT"),
        ("mutation { a }", {}, "GRAPHQL_VALIDATION_FAILED"),
        ("{ governments(first: 1000) { nodes { parts(first: 1000) { nodes { id } } } } }", {}, "COST_LIMIT_EXCEEDED"),
        (
            "{ pilots { " + "nodes { strengthens { " * 8 + "totalCount" + "} }" * 8 + " } }",
            {},
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            "{ governments { " + "nodes { parts { " * 8 + "totalCount" + "} }" * 8 + " } }",
            {},
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            "{ governments(first: 1) { " + "nodes { partOf(first: 1) { " * 8 + "totalCount" + "} }" * 8 + " } }",
            {},
            "DEPTH_LIMIT_EXCEEDED",
        ),
        ("{ " + " ".join(f"a{i}: pilots {{ totalCount }}" for i in range(101)) + " }", {}, "ALIAS_LIMIT_EXCEEDED"),
        ("{ " + "a " * 5001 + "}", {}, "TOKEN_LIMIT_EXCEEDED"),
        ("query ($ids: [ID!] = []) { nodes(ids: $ids) { id } }", {"ids": None}, "BAD_USER_INPUT"),
        (
            "query ($w: GovernmentWhere) { governments(where: $w) { totalCount } }",
            {"w": {"AND": [{}] * 1000}},
            "FILTER_LIMIT_EXCEEDED",
        ),
        ("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }", {}, "GRAPHQL_VALIDATION_FAILED"),
        (
            "{ governments(where: " + "{partOf: {all: " * 12 + "{}" + "}}" * 12 + ") { totalCount } }",
            {},
            "NESTING_LIMIT_EXCEEDED",
        ),
        (
            "query ($w: GovernmentWhere) { governments(where: $w) { totalCount } }",
            {"w": {"OR": [{"code": {"eq": str(number)}} for number in range(200)]}},
            "FILTER_LIMIT_EXCEEDED",
        ),
        (
            "query ($w: GovernmentWhere) { governments(where: $w) { totalCount } }",
            {"w": json.loads('{"NOT":' * 600 + "{}" + "}" * 600)},
            "BAD_USER_INPUT",
        ),
        ('{ question(name: "none") { columns } }', {}, "BAD_USER_INPUT"),
    ],
)
def test_what_is_refused(shipped: Graph, operation: str, variables: dict[str, Any], expected: str) -> None:
    response = shipped.ask(operation, variables)
    assert {error["extensions"]["code"] for error in response["errors"]} == {expected}
    assert "Neo" not in str(response["errors"])


def test_aliases_through_fragments_count(shipped: Graph) -> None:
    nested = (
        "query { ...F0 } "
        + " ".join(
            f"fragment F{i} on Query {{ a{i}: __typename ...F{i + 1} b{i}: __typename ...F{i + 1} }}" for i in range(12)
        )
        + " fragment F12 on Query { z: __typename }"
    )
    assert code(shipped.ask(nested)) == "ALIAS_LIMIT_EXCEEDED"


def test_introspection_beside_data(shipped: Graph) -> None:
    data = shipped.data(
        "query ($t: String!) { __schema { queryType { name } } pilots { totalCount } t: __type(name: $t) { kind } __typename }",
        {"t": "Pilot"},
    )
    assert list(data.items()) == [
        ("__schema", {"queryType": {"name": "Query"}}),
        ("pilots", {"totalCount": 6}),
        ("t", {"kind": "OBJECT"}),
        ("__typename", "Query"),
    ]


def test_the_text_does_not_depend_on_the_values(shipped: Graph) -> None:
    asked = "query ($w: GovernmentWhere, $n: Int) { governments(where: $w, first: $n) { nodes { id } } }"
    texts = {
        shipped.ask(asked, {"w": {"name": {"contains": name}}, "n": n}, development=True)["extensions"]["cypher"]
        for name, n in (("济南", 1), ('it\'s "quoted" } RETURN 1 //', 1000))
    }
    assert len(texts) == 1


def test_the_schema_has_every_root(shipped: Graph) -> None:
    del shipped
    query = runtime_schema().query_type
    assert query is not None
    roots = set(query.fields)
    assert {
        "pilot",
        "pilots",
        "agency",
        "agencies",
        "person",
        "persons",
        "policy",
        "policies",
        "industrialChain",
        "industrialChains",
        "node",
        "search",
        "paths",
        "questions",
        "question",
    } <= roots


def test_an_entity_that_nobody_declares_any_more_is_answered(empty: Graph, tmp_path: Path) -> None:
    head = 'title = "T"\nlicence = "CC0-1.0"\npublisher = "P"\nsource = "document/{0}"\nid = "{0}"\n[[documents]]\nid = "document/{0}"\ntitle = "D"\n'
    for name, files in {
        "places": {"Government.csv": "id,name_en,level\ngovernment/1,Town,COUNTY\n"},
        "zones": {
            "PilotZone.csv": "id,name_en\npilot-zone/z,Z\n",
            "PART_OF.csv": "subject,object\npilot-zone/z,government/1\n",
        },
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "dataset.toml").write_text(head.format(name))
        for file, text in files.items():
            (tmp_path / name / file).write_text(text)
    empty.load(tmp_path / "places", tmp_path / "zones")
    empty.run(store.retract(empty.database, "places"))
    zone = empty.data('{ pilotZone(id: "pilot-zone/z") { partOf { nodes { id name level status __typename } } } }')[
        "pilotZone"
    ]
    assert zone["partOf"]["nodes"] == [
        {"id": "government/1", "name": "government/1", "level": None, "status": "ASSERTED", "__typename": "Government"}
    ]
