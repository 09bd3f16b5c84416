"""The same ten questions in GraphQL, Cypher and SPARQL have the same answers, on what ships."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from api.sparql.examples import sparql_questions
from queries import question, questions
from schema import RELATIONS
from schema.vocabularies import DEFAULT_BASE, expand, relation_term, statement_class
from tests.conftest import Graph
from tests.served import Send, served

Rows = set[tuple[Any, ...]]

_RELATIONS = {expand(statement_class(cls), DEFAULT_BASE): name for name, cls in RELATIONS.items()}
_RELATIONS |= {expand(relation_term(cls), DEFAULT_BASE): name for name, cls in RELATIONS.items()}


def edges(value: Any) -> list[dict[str, Any]]:
    """The edges of a connection."""
    found: list[dict[str, Any]] = value["edges"]
    return found


@dataclass(frozen=True)
class Asked:
    """One question: the columns of its file that count, its GraphQL, and the rows in the answer to that.

    A column of the Cypher that is a list is as many rows in SPARQL, where it has no lists.
    """

    columns: str
    graphql: str
    rows: Callable[[dict[str, Any]], Iterator[tuple[Any, ...]]]


def _chains_of_pilot(data: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    pilot = data["pilot"]
    for edge in edges(pilot["strengthens"]):
        yield edge["node"]["id"], edge["node"]["nameEn"], edge["since"] or pilot["since"], edge["status"]


def _pilots_of_chain(data: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    chain = data["industrialChain"]
    for one in (chain, *(edge["node"] for edge in edges(chain["parts"]))):
        for edge in edges(one["strengthenedBy"]):
            yield edge["node"]["id"], one["id"], edge["status"]


def _pilots_of_place(data: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    for pilot in edges(data["pilots"]):
        for chain in edges(pilot["node"]["strengthens"]) or [{"node": {"id": None}}]:
            yield pilot["node"]["id"], chain["node"]["id"]


def _pilots_of_programme(data: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    for pilot in edges(data["programme"]["covers"]):
        for chain in edges(pilot["node"]["strengthens"]):
            yield pilot["node"]["id"], pilot["node"]["batch"], chain["node"]["id"]


def _agreement(data: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    fields = {"signedBy": "SIGNED", "attendedBy": "ATTENDED", "establishes": "ESTABLISHES"}
    for field, role in {**fields, "strengthens": "STRENGTHENS", "concerns": "CONCERNS"}.items():
        for edge in edges(data["agreement"][field]):
            behalf = (edge.get("onBehalfOf") or {}).get("id")
            yield role, edge["node"]["id"], behalf, edge["status"]


def _enterprises_of_chain(data: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    chain = data["industrialChain"]
    for one in (chain, *(edge["node"] for edge in edges(chain["parts"]))):
        for field, relation in (("ledBy", "LEADS"), ("members", "MEMBER_OF")):
            for edge in edges(one[field]):
                yield edge["node"]["id"], relation, one["id"], edge["status"]


def _figures_of_place(data: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    for edge in edges(data["government"]["measuredBy"]):
        one = edge["node"]
        if one["__typename"] == "Statistic":
            yield one["id"], one["indicator"], one["value"], one["unit"], one["period"], one["rank"]


def _posts_of_body(data: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    for edge in edges(data["government"]["postHolders"]):
        yield edge["node"]["id"], edge["title"], edge["since"], edge["until"]


def _ties_of_agency(data: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    for one in data["neighbours"]:
        for edge in one["edges"]:
            yield one["type"], "->" if one["way"] == "OUT" else "<-", edge["node"]["id"], edge["relation"]["status"]


def _why(data: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    for one in data["why"]["evidence"]:
        document = one["document"]
        yield document["id"], document["title"], document["date"], one["place"]


_STRENGTHENED = "strengthenedBy { edges { status node { id } } }"
_LED = "ledBy { edges { status node { id } } } members { edges { status node { id } } }"
_PARTY = "edges { status node { id } }"
TEN = {
    "chains-of-pilot": Asked(
        "chain name_en since status",
        '{ pilot(id: "pilot/weihai-lingang-carbon-fibre") '
        "{ since strengthens { edges { since status node { id nameEn } } } } }",
        _chains_of_pilot,
    ),
    "pilots-of-chain": Asked(
        "pilot chain status",
        f'{{ industrialChain(id: "industrial-chain/green-tea") {{ id {_STRENGTHENED} '
        f"parts {{ edges {{ node {{ ... on IndustrialChain {{ id {_STRENGTHENED} }} }} }} }} }} }}",
        _pilots_of_chain,
    ),
    "pilots-of-place": Asked(
        "pilot chains",
        '{ pilots(where: { within: "government/370000" }) { edges { node { id strengthens { edges { node { id } } } } } } }',
        _pilots_of_place,
    ),
    "pilots-of-programme": Asked(
        "pilot batch chains",
        '{ programme(id: "programme/quality-certification-integration-pilots") '
        "{ covers { edges { node { ... on Pilot { id batch strengthens { edges { node { id } } } } } } } } }",
        _pilots_of_programme,
    ),
    "agreement": Asked(
        "role entity on_behalf_of status",
        '{ agreement(id: "agreement/ccic-suzhou-2020") { '
        f"signedBy {{ edges {{ status onBehalfOf {{ id }} node {{ id }} }} }} attendedBy {{ {_PARTY} }} "
        f"establishes {{ {_PARTY} }} strengthens {{ {_PARTY} }} concerns {{ {_PARTY} }} }} }}",
        _agreement,
    ),
    "enterprises-of-chain": Asked(
        "enterprise relation chain status",
        f'{{ industrialChain(id: "industrial-chain/carbon-fibre") {{ id {_LED} '
        f"parts {{ edges {{ node {{ ... on IndustrialChain {{ id {_LED} }} }} }} }} }} }}",
        _enterprises_of_chain,
    ),
    "figures-of-place": Asked(
        "statistic indicator value unit period rank",
        '{ government(id: "government/440000") { measuredBy { edges { node { __typename '
        "... on Statistic { id indicator value unit period rank } } } } } }",
        _figures_of_place,
    ),
    "posts-of-body": Asked(
        "person title since until",
        '{ government(id: "government/320500") { postHolders { edges { title since until node { id } } } } }',
        _posts_of_body,
    ),
    "ties-of-agency": Asked(
        "relation direction entity status",
        '{ neighbours(id: "agency/cnca", first: 100) { type way edges { relation { status } node { id } } } }',
        _ties_of_agency,
    ),
    "why": Asked(
        "document title date place",
        '{ why(id: "agreement/ccic-suzhou-2020") { evidence { place document { id title date } } } }',
        _why,
    ),
}


def by_cypher(graph: Graph, name: str) -> Rows:
    """The answer of the file in queries/, with the parameters that it gives as examples."""
    asked = question(name)
    columns, rows = graph.run(graph.database.read_table(asked.cypher, asked.bind({})))
    wanted = [columns.index(column) for column in TEN[name].columns.split()]
    found: Rows = set()
    for row in rows:
        values = [row[at] for at in wanted]
        lists = [at for at, value in enumerate(values) if isinstance(value, list)]
        if not lists:
            found.add(tuple(values))
            continue
        [at] = lists
        found |= {(*values[:at], one, *values[at + 1 :]) for one in values[at] or [None]}
    return found


def by_sparql(send: Send, name: str) -> Rows:
    """The answer of the file in queries/sparql/; IRIs of ours are ids, those of relations their types."""
    answer = send(
        "POST", "/sparql", content=sparql_questions()[name], headers={"content-type": "application/sparql-query"}
    )
    assert answer.status_code == 200, answer.text
    value = answer.json()
    bindings, columns = value["results"]["bindings"], value["head"]["vars"]
    assert len(columns) == len(TEN[name].columns.split())
    return {tuple(_plain(row.get(column)) for column in columns) for row in bindings}


def _plain(term: dict[str, str] | None) -> Any:
    if term is None:
        return None
    if term["type"] == "uri":
        return _RELATIONS.get(term["value"], term["value"].removeprefix(f"{DEFAULT_BASE}/id/"))
    if term.get("datatype", "").rpartition("#")[2] in {"integer", "decimal"}:
        return float(term["value"])
    return term["value"]


@pytest.mark.parametrize("name", TEN)
def test_three_languages_one_answer(name: str, shipped: Graph, tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.getbasetemp() / "sparql-of-ten"  # one store for all ten
    cypher = by_cypher(shipped, name)
    assert cypher
    assert set(TEN[name].rows(shipped.data(TEN[name].graphql))) == cypher
    with served(shipped, home, sparql_workers=1, sparql_timeout=300.0) as send:
        assert by_sparql(send, name) == cypher


def test_each_says_the_question_of_its_file() -> None:
    assert set(sparql_questions()) == TEN.keys()
    for name, text in sparql_questions().items():
        assert text.startswith(f"# {questions()[name].sentence}\n")
