"""What operations cost in Neo4j, in accesses to the store (db hits), on a generated graph.

A lookup costs the same however much there is, a page costs what is on it, and a filter begins where few are left. Counts
do not depend on the machine, so they can be held to bounds.
"""

from __future__ import annotations

from typing import Any

import pytest

from api.execution import Executor
from api.runtime import runtime_schema
from graph.steps import Step
from queries import questions
from tests.conftest import Graph

LARGE, SMALL = "industrial-chain/g0000000", "industrial-chain/g0000003"
SCANS = {"NodeByLabelScan", "AllNodesScan", "DirectedRelationshipTypeScan", "UndirectedRelationshipTypeScan"}


def steps(graph: Graph, operation: str, variables: dict[str, Any] | None = None) -> list[Step]:
    """Every step that Neo4j takes for an operation."""
    executor = Executor(runtime_schema(), graph.database, graph.settings)
    _, _, plan, values = executor.compiled(operation, variables or {}, None)
    found: list[Step] = []
    for column in plan.columns:
        # Unwrapped, the subquery is shown with its steps, and with it those nested in it.
        inner = column.removeprefix("head(").removesuffix(")") if column.startswith("head(") else column
        whole = (
            inner.removeprefix("COLLECT {").removesuffix("}") if inner.startswith("COLLECT {") else f"RETURN {column}"
        )
        found += graph.run(graph.database.explain(f"CYPHER 25 {whole}", plan.text.values(values))).all()
    return found


def hits(graph: Graph, operation: str, variables: dict[str, Any] | None = None) -> int:
    """Accesses to the store."""
    return sum(step.hits or 0 for step in steps(graph, operation, variables))


def scans(graph: Graph, operation: str, variables: dict[str, Any] | None = None) -> set[str]:
    """Steps that read all there is of a type."""
    return {step.operator for step in steps(graph, operation, variables)} & SCANS


def degree(graph: Graph, chain: str) -> int:
    """How many members a chain has."""
    data = graph.data("query ($id: ID!) { industrialChain(id: $id) { members { totalCount } } }", {"id": chain})
    return int(data["industrialChain"]["members"]["totalCount"])


LOOKUPS = {
    "an entity": ('{ enterprise(id: "enterprise/g0001000") { id name status since } }', 15),
    "by the interface": ('{ entity(id: "enterprise/g0001000") { id name status since } }', 15),
    "Relay's node": ('{ node(id: "pilot/g0000001") { id ... on Pilot { name batch } } }', 15),
    "several": ('{ nodes(ids: ["pilot/g0000001", "enterprise/g0001000"]) { id ... on Pilot { name } } }', 30),
    "by a name": ('{ enterprises(where: {name: {contains: "enterprise 2001"}}) { nodes { id } } }', 60),
    "by an id in a filter": ('{ enterprises(where: {id: {eq: "enterprise/g0001000"}}) { nodes { id } } }', 15),
    "by ids in a filter": (
        '{ enterprises(where: {id: {in: ["enterprise/g0001000", "enterprise/g0001001"]}}) { nodes { id name } } }',
        30,
    ),
    "its places": (
        '{ enterprise(id: "enterprise/g0001000") { locatedIn { nodes { id ... on Government { partOf { nodes { id } } } } } } }',
        40,
    ),
    "how many of a type": ("{ organizations { totalCount } }", 40),
    "the graph": ("{ graph { version entities { type count } relations { type count } } }", 45),
}


@pytest.mark.parametrize("lookup", LOOKUPS)
def test_a_lookup_reads_what_it_gives(generated: Graph, lookup: str) -> None:
    operation, most = LOOKUPS[lookup]
    assert scans(generated, operation) == set()
    found = steps(generated, operation)
    assert 0 <= sum(step.hits or 0 for step in found) <= most, [(s.operator, s.hits, s.details[:90]) for s in found]


MEMBERS = "query ($id: ID!, $first: Int!, $after: String) { industrialChain(id: $id) { members(first: $first, after: $after) { edges { position node { id name } } pageInfo { endCursor hasNextPage } } } }"


def test_a_page_of_a_large_list_costs_what_is_on_it(generated: Graph) -> None:
    assert degree(generated, LARGE) > 3 * degree(generated, SMALL) > 300
    small, large = (hits(generated, MEMBERS, {"id": id_, "first": 10}) for id_ in (SMALL, LARGE))
    assert large <= 1.3 * small
    assert large <= 10 * 20
    assert hits(generated, MEMBERS, {"id": LARGE, "first": 40}) <= 4.4 * large


def test_the_last_page_costs_no_more_than_the_first(generated: Graph) -> None:
    after, page = None, {"hasNextPage": True}
    while page["hasNextPage"]:
        last = {"id": LARGE, "first": 500, "after": after}
        page = generated.data(MEMBERS, last)["industrialChain"]["members"]["pageInfo"]
        after = page["endCursor"] if page["hasNextPage"] else after
    first = hits(generated, MEMBERS, {"id": LARGE, "first": 10})
    assert after is not None
    assert hits(generated, MEMBERS, {"id": LARGE, "first": 10, "after": after}) <= 1.2 * first


def test_a_page_of_a_type_costs_what_is_on_it(generated: Graph) -> None:
    asked = "query ($first: Int!, $after: String) { enterprises(first: $first, after: $after) { nodes { id name } pageInfo { endCursor } } }"
    assert scans(generated, asked, {"first": 10}) == set()
    assert hits(generated, asked, {"first": 10}) <= 10 * 12
    later = generated.data(asked, {"first": 1000})["enterprises"]["pageInfo"]["endCursor"]
    assert hits(generated, asked, {"first": 10, "after": later}) <= 10 * 12


# neo4j/graphql issue 2925: a filter on what is related made the planner read every entity of the type, and look from each.
FROM_THE_FAR_END = {
    "by the place": '{ enterprises(where: {locatedIn: {some: {id: {eq: "government/g0000050"}}}}) { totalCount nodes { id } } }',
    "by the place and more": '{ enterprises(where: {locatedIn: {some: {id: {eq: "government/g0000050"}}}, memberOf: {some: {industrialChain: {strengthenedBy: {some: {pilot: {batch: {eq: 2}}}}}}}}) { nodes { id } } }',
    "within the place": '{ enterprises(where: {within: "government/g0000050"}) { totalCount nodes { id } } }',
    "two relations away": '{ certificates(where: {heldBy: {some: {locatedIn: {some: {id: {eq: "government/g0000050"}}}}}}) { nodes { id } } }',
    "in an AND": '{ enterprises(where: {AND: [{locatedIn: {some: {id: {eq: "government/g0000050"}}}}, {status: {eq: ASSERTED}}]}) { nodes { id } } }',
}


@pytest.mark.parametrize("filter_", FROM_THE_FAR_END)
def test_a_filter_begins_at_its_anchor(generated: Graph, filter_: str) -> None:
    assert scans(generated, FROM_THE_FAR_END[filter_]) == set()
    every = hits(generated, "{ enterprises(where: {status: {eq: ASSERTED}}) { totalCount } }")
    assert hits(generated, FROM_THE_FAR_END[filter_]) < every / 3


def test_neighbours_of_much_and_of_little_cost_alike(generated: Graph) -> None:
    asked = "query ($id: ID!) { neighbours(id: $id, first: 5) { type edges { relation { id } node { id name } } } }"
    small, large = (hits(generated, asked, {"id": id_}) for id_ in (SMALL, LARGE))
    assert large <= 1.5 * small


# Questions about one entity: what is bound to it, that there is such a one, and how much of the graph they may read.
ABOUT = {
    "pilot": "pilot/g0000001",
    "agreement": "agreement/g0000001",
    "agency": "agency/g0000001",
    "body": "enterprise/g0001000",
    "chain": SMALL,
}


def test_questions_about_one_entity_do_not_scan(generated: Graph) -> None:
    asked = {
        question.name: (question, {name: ABOUT[name]})
        for question in questions().values()
        for name in (parameter.name for parameter in question.parameters if parameter.name in ABOUT)
    }
    assert len(asked) >= 5
    for name, (question, given) in asked.items():
        cypher = question.cypher[question.cypher.index("CYPHER 25") :]
        step = generated.run(generated.database.explain(cypher, question.bind(given)))
        assert {one.operator for one in step.all()} & SCANS == set(), name
