"""Our executor of compiled operations says what graph-core's execution of the same operation on the same data says.

tests/reference has the other side: graphql-core over the graph in memory, with plain resolvers.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from graphql import parse

from api.execution import Executor
from api.runtime import runtime_schema
from graph.settings import Settings
from tests.conftest import Graph
from tests.reference.differences import comparable, first_difference
from tests.reference.execution import execute, reference_schema
from tests.reference.facts import FIELDS, Facts, read_facts
from tests.reference.generated import Operation, operations
from tests.reference.pools import Pools

SEED, COUNT, AT_ONCE = 0, 1000, 4


_READ: list[Facts] = []  # read once: what ships is the same in every test


@pytest.fixture
def facts(shipped: Graph) -> Facts:
    """What ships, in memory."""
    if not _READ:
        _READ.append(shipped.run(read_facts(shipped.database.read)))
    return _READ[0]


def answers(graph: Graph, asked: Sequence[Operation]) -> list[dict[str, Any]]:
    """Our answers, several operations at once. Time is no matter here: a first plan on a busy machine takes seconds."""
    executor = Executor(runtime_schema(), graph.database, Settings.read({}, query_timeout=120))
    free = asyncio.Semaphore(AT_ONCE)

    async def one(operation: Operation) -> dict[str, Any]:
        async with free:
            return await executor.execute(operation.source, operation.variables)

    async def all_of_them() -> list[dict[str, Any]]:
        return list(await asyncio.gather(*map(one, asked)))

    return graph.run(all_of_them())


def difference(facts: Facts, asked: Operation, answer: Mapping[str, Any]) -> str | None:
    """How an answer differs from the reference; None where it does not."""
    expected = execute(facts, parse(asked.source), asked.variables)
    if expected.errors or "errors" in answer:
        return f"errors: {answer.get('errors')}, but {expected.errors}"
    theirs, ours = comparable(expected.data, reference=True), comparable(answer["data"])
    found = first_difference(ours, theirs)
    assert (found is None) is (json.dumps(ours) == json.dumps(theirs))
    return found


def test_generated_operations(shipped: Graph, facts: Facts) -> None:
    asked = list(operations(reference_schema(), Pools(facts), SEED, COUNT))
    assert len(asked) == COUNT
    differing = [
        f"{found}\n  {one.source}\n  {json.dumps(one.variables, ensure_ascii=False)}"
        for one, answer in zip(asked, answers(shipped, asked), strict=True)
        if (found := difference(facts, one, answer))
    ]
    assert not differing, f"{len(differing)} of {COUNT} differ; the first of them:\n" + "\n".join(differing[:3])


def test_what_is_generated_reaches_everything(facts: Facts) -> None:
    """The thousand operations say something only if all of the schema is in them, and answers are not empty."""
    asked = list(operations(reference_schema(), Pools(facts), SEED, COUNT))
    again = list(operations(reference_schema(), Pools(facts), SEED, COUNT))
    same = asked == again  # apart: pytest would look for the difference in a megabyte of text
    assert same
    text = "\n".join(one.source + json.dumps(one.variables) for one in asked)
    query = reference_schema().query_type
    assert query is not None
    apart = {"search", "changes", "graph", "question", "questions", "ask"}
    words = (
        *(query.fields.keys() - apart),
        *FIELDS,
        *("AND", "OR", "NOT", "some", "none", "all", "single", "count", "edge", "within", "includes"),
        *("@skip", "@include", "fragment ", "...F", "... on Entity", "... on Node", "asOf", "groups", "aggregate"),
        *("related", "place", "year", "property", "ALL_SHORTEST", "first: 0", "first: null", "= null", "orderBy: {"),
    )
    missing = [word for word in words if word not in text]
    assert missing == []
    nulls = text.count("eq: null") + text.count('"eq": null')
    assert nulls > 0
    sizes = sorted(len(json.dumps(execute(facts, parse(one.source), one.variables).data)) for one in asked)
    assert sizes[COUNT // 2] > 150


PROVINCE = '{ x: government(id: "government/370000", asOf: "2020") { %s } }'
AGENCY = '{ x: agency(id: "agency/ccic") { %s } }'
AGREEMENT = '{ x: agreement(id: "agreement/ccic-suzhou-2020") { %s } }'
PROGRAMME = '{ x: programme(id: "programme/quality-certification-integration-pilots") { %s } }'
ENTITY = '{ x: entity(id: "government/370000") { ... on Government { %s } } }'
LISTS = (
    # A connection, what is around it, its order, its filter, and the size of a page.
    (
        "governments",
        "{ %s }",
        "[{level: ASC}, {parts: {count: DESC}}, {nameFr: DESC}]",
        '{within: "government/370000"}',
        7,
    ),
    ("governments", "{ %s }", "[{until: DESC}, {nameEn: ASC}]", '{name: {contains: "济"}}', 1),
    ("documents", "{ %s }", "[{date: DESC}, {publisher: ASC}]", "{}", 10),
    ("statistics", "{ %s }", "[{rank: DESC}, {value: ASC}, {unit: DESC}]", "{}", 5),
    ("enterprises", "{ %s }", "[{recognisedIn: {count: ASC}}, {description: DESC}]", "{}", 9),
    ("policies", "{ %s }", "[{since: DESC}]", "{}", 2),
    ("signedBy", AGREEMENT, "[{edge: {onBehalfOf: DESC}}, {name: DESC}]", "{}", 1),
    ("attendedBy", AGREEMENT, "[]", "{edge: {status: {eq: ASSERTED}}}", 3),
    ("postHolders", AGENCY, "[{edge: {title: ASC}}, {edge: {since: DESC}}]", "{}", 2),
    ("covers", PROGRAMME, "[{edge: {status: DESC}}, {name: ASC}]", "{}", 4),
    ("measuredBy", ENTITY, "[]", "{}", 4),
    ("parts", PROVINCE, "[{name: DESC}, {status: ASC}]", "{}", 5),
)


@pytest.mark.parametrize(("field", "around", "order", "where", "first"), LISTS)
def test_pages_put_together_are_the_reference_s_list(
    shipped: Graph, facts: Facts, field: str, around: str, order: str, where: str, first: int
) -> None:
    inner = f"{field}(where: {where}, orderBy: {order}, %s) {{ totalCount pageInfo {{ hasNextPage hasPreviousPage endCursor }} edges {{ node {{ id }} }} }}"
    whole = execute(facts, parse(around % (inner % "first: 1000")), {})
    assert whole.errors is None
    assert whole.data is not None
    expected = [edge["node"]["id"] for edge in (whole.data.get("x") or whole.data)[field]["edges"]]
    assert len(expected) > 1
    source = "query ($after: String) " + around % (inner % f"first: {first}, after: $after")
    found: list[str] = []
    after = None
    while True:
        data = shipped.data(source, {"after": after})
        page = (data.get("x") or data)[field]
        assert page["totalCount"] == len(expected)
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        found += [edge["node"]["id"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
        assert len(page["edges"]) == first
        assert len(found) < len(expected)
    assert found == expected


@pytest.mark.parametrize(
    ("operation", "variables"),
    [
        ("{ pilots(first: 1001) { totalCount } }", {}),
        ("{ pilots { nodes { strengthens(first: -1) { totalCount } } } }", {}),
        ("query ($n: Int) { pilots { nodes { evidence(first: $n) { place } } } }", {"n": 1001}),
        ("{ pilots { groups(by: {property: batch}, first: -1) { count } } }", {}),
        ('{ neighbours(id: "agency/ccic", first: 1001) { field } }', {}),
        ('{ paths(from: "agency/cqc", to: "agency/ccic", first: 1001) { length } }', {}),
        ('{ paths(from: "agency/cqc", to: "agency/ccic", maxLength: 9) { length } }', {}),
        ('{ paths(from: "agency/cqc", to: "agency/ccic", maxLength: 0) { length } }', {}),
        ("{ timeline { nodes { date } } }", {}),
        ("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ["agency/ccic"] * 1001}),
    ],
)
def test_a_bad_argument_fails_the_whole_operation(
    shipped: Graph, facts: Facts, operation: str, variables: dict[str, Any]
) -> None:
    answer = shipped.ask(operation, variables)
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"BAD_USER_INPUT"}
    assert answer.get("data") is None
    expected = execute(facts, parse(operation), variables).errors or []
    assert {(error.extensions or {}).get("code") for error in expected} == {"BAD_USER_INPUT"}
