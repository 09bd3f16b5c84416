"""The SPARQL 1.1 Protocol: every way to ask, every type of answer, what is refused and how."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
from rdflib import Graph as Triples

from api.rdf import FORMATS
from api.sparql.examples import sparql_questions
from schema.vocabularies import DEFAULT_BASE
from tests.conftest import Graph
from tests.rdf_readers import by_oxigraph, triples
from tests.served import EXPLORER, Send, explored, served
from tests.tables import exported

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
ONE = "SELECT ?name WHERE { <id/agency/ccic> skos:prefLabel ?name FILTER (lang(?name) = 'zh') }"
DIRECT = {"content-type": "application/sparql-query"}
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
RESULTS = {
    JSON: ox.QueryResultsFormat.JSON,
    XML: ox.QueryResultsFormat.XML,
    "text/csv": None,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}

pytestmark = pytest.mark.filterwarnings(r"ignore:(ConjunctiveGraph|Dataset\.):DeprecationWarning")  # rdflib, of itself


@pytest.fixture
def send(shipped: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Send]:
    home = tmp_path_factory.getbasetemp() / "sparql"  # one store for all of this file
    with served(shipped, home, sparql_workers=1, sparql_timeout=300.0) as sending:
        yield sending


def ask(send: Send, query: str, accept: str | None = None, **given: Any) -> httpx.Response:
    return send(
        "POST", "/sparql", content=query.encode(), headers={**DIRECT, **({"accept": accept} if accept else {})}, **given
    )


def values(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    return [{name: term["value"] for name, term in row.items()} for row in answer.json()["results"]["bindings"]]


def test_three_ways_to_ask(send: Send) -> None:
    answers = [
        send("GET", "/sparql", params={"query": ONE}),
        send("POST", "/sparql", data={"query": ONE}),
        ask(send, ONE),
        send("POST", "/sparql", content=ONE, headers={"content-type": "Application/SPARQL-query; charset=UTF-8"}),
    ]
    assert len({answer.text for answer in answers}) == 1
    assert values(answers[0])[0]["name"].startswith("中国")
    head = send("HEAD", "/sparql", params={"query": ONE})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == answers[0].headers["content-length"]


@pytest.mark.parametrize("accept", RESULTS)
def test_types_of_results(send: Send, accept: str) -> None:
    answer = ask(send, ONE, accept)
    assert answer.headers["content-type"].partition(";")[0] == accept
    [name] = [row["name"] for row in values(ask(send, ONE))]
    if format_ := RESULTS[accept]:
        found = ox.parse_query_results(answer.content, format=format_)
        assert isinstance(found, ox.QuerySolutions)
        [row] = [solution["name"] for solution in found]
        assert row == ox.Literal(name, language="zh")
    else:
        assert [*csv.reader(io.StringIO(answer.text))] == [["name"], [name]]
    assert "true" in ask(send, "ASK { <id/agency/ccic> a q:Agency }", accept).text.lower()


@pytest.mark.parametrize("name", FORMATS)
def test_types_of_triples(send: Send, shipped: Graph, name: str) -> None:
    accept = FORMATS[name].media_type
    answer = ask(send, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER (?s = <id/agency/ccic>) }", accept)
    assert answer.headers["content-type"].partition(";")[0] == accept
    subject = f"{DEFAULT_BASE}/id/agency/ccic"
    wanted = {t for t in triples(by_oxigraph(exported(shipped), "nquads")) if t[0] == subject}
    assert triples(by_oxigraph(answer.content, name)) == wanted != set()
    assert len(by_oxigraph(ask(send, "DESCRIBE <id/agency/ccic>", accept).content, name)) >= len(wanted)


@pytest.mark.parametrize(
    ("query", "accept", "status"),
    [
        (ONE, "application/json", 200),
        (ONE, "*/*", 200),
        (ONE, "text/turtle", 406),
        (ONE, "image/png", 406),
        ("DESCRIBE <id/agency/ccic>", JSON, 406),
        ("DESCRIBE <id/agency/ccic>", f"{JSON}, text/turtle;q=0.1", 200),
        ("ASK {}", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", 200),
        ("SELEKT", JSON, 400),
        ("SELECT * { ?s ?p }", "image/png", 406),
    ],
)
def test_negotiation(send: Send, query: str, accept: str, status: int) -> None:
    answer = ask(send, query, accept)
    assert answer.status_code == status, answer.text
    if status == 200:
        assert answer.headers["vary"] == "accept"
    else:
        assert answer.headers["content-type"] == "application/problem+json"
    if status == 406:
        assert answer.json()["available"]


def test_the_default_graph_is_the_union_without_repetition(send: Send, shipped: Graph) -> None:
    quads = by_oxigraph(exported(shipped), "nquads")
    assert len(triples(quads)) < len(quads)  # some have several sources
    assert values(ask(send, COUNT)) == [{"n": str(len(triples(quads)))}]
    named = {(triple, graph) for triple, graph in quads if graph}
    assert values(ask(send, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")) == [{"n": str(len(named))}]


def test_a_dataset_may_be_given(send: Send, shipped: Graph) -> None:
    document = f"{DEFAULT_BASE}/id/document/dzwww-2025-09-10"
    quads = by_oxigraph(exported(shipped), "nquads")
    own = str(len([1 for _, graph in quads if graph == document]))
    assert own != "0"
    assert values(ask(send, COUNT.replace("WHERE", f"FROM <{document}>"))) == [{"n": own}]
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    for how in (
        lambda **given: send("GET", "/sparql", params=given),
        lambda **given: send("POST", "/sparql", data=given),
    ):
        assert values(how(query=COUNT, **{"default-graph-uri": document})) == [{"n": own}]
        assert values(how(query=named, **{"named-graph-uri": document})) == [{"n": own}]
        assert values(how(query=COUNT, **{"named-graph-uri": document})) == [{"n": "0"}]
        assert values(how(query=named, **{"default-graph-uri": document})) == [{"n": "0"}]
        # What the protocol says goes before what the query says (2.1.4).
        both = {"query": "SELECT (COUNT(*) AS ?n) FROM <urn:none> { ?s ?p ?o }", "default-graph-uri": document}
        assert values(how(**both)) == [{"n": own}]
        assert how(query=COUNT, **{"default-graph-uri": "no iri"}).status_code == 400
    assert values(ask(send, COUNT, params={"default-graph-uri": document})) == [{"n": own}]


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({"method": "POST"}, 415, "UNSUPPORTED_MEDIA_TYPE"),
        (
            {"method": "POST", "content": b"ASK {}", "headers": {"content-type": "text/plain"}},
            415,
            "UNSUPPORTED_MEDIA_TYPE",
        ),
        ({"method": "POST", "data": {"x": "y"}}, 400, "BAD_REQUEST"),
        ({"method": "POST", "content": b"\xff", "headers": DIRECT}, 400, "BAD_REQUEST"),
        ({"method": "POST", "content": b" " * (1 << 21), "headers": DIRECT}, 413, "QUERY_TOO_LARGE"),
        ({"method": "POST", "data": {"update": "DROP ALL"}}, 400, "UPDATE_REFUSED"),
        (
            {"method": "POST", "content": b"DROP ALL", "headers": {"content-type": "application/sparql-update"}},
            400,
            "UPDATE_REFUSED",
        ),
        (
            {"method": "POST", "content": b"# a\nPREFIX e: <e:> INSERT DATA { e:a e:b e:c }", "headers": DIRECT},
            400,
            "UPDATE_REFUSED",
        ),
        ({"method": "GET", "params": [("query", "ASK {}"), ("query", "ASK {}")]}, 400, "BAD_REQUEST"),
        (
            {"method": "POST", "content": b"ASK {}", "headers": DIRECT, "params": {"query": "ASK {}"}},
            400,
            "BAD_REQUEST",
        ),
        ({"method": "GET", "params": {"query": "SELECT ?x WHERE { ?x"}}, 400, "MALFORMED_QUERY"),
    ],
)
def test_what_is_refused(send: Send, given: dict[str, Any], status: int, code: str) -> None:
    answer = send(given.pop("method"), "/sparql", **given)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["cache-control"] == "no-store"


def test_other_methods_are_refused(send: Send) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        assert send(method, "/sparql", params={"query": ONE}).status_code == 405


def test_a_mistake_is_shown_where_it_is(send: Send) -> None:
    assert "2:" in ask(send, "SELECT ?x WHERE {\n ?x ?y }").json()["detail"]


def test_answers_are_cached_until_the_graph_changes(send: Send) -> None:
    first = send("GET", "/sparql", params={"query": ONE})
    again = send("GET", "/sparql", params={"query": ONE}, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["qianglian-version"].isdigit()
    assert int(first.headers["qianglian-age"]) < 3600
    for other in (COUNT, f"{ONE} #"):
        assert send("GET", "/sparql", params={"query": other}).headers["etag"] != first.headers["etag"]
    csv_ = send("GET", "/sparql", params={"query": ONE}, headers={"accept": "text/csv"})
    assert csv_.headers["etag"] != first.headers["etag"]
    for now in ("SELECT (NOW() AS ?n) {}", "SELECT (rand() AS ?n) {}"):
        assert "etag" not in send("GET", "/sparql", params={"query": now}).headers


def test_the_service_describes_itself(send: Send) -> None:
    for accept in (None, "text/turtle", "application/rdf+xml", "application/ld+json"):
        answer = send("GET", "/sparql", headers={"accept": accept or ""})
        assert answer.status_code == 200
        kind = answer.headers["content-type"].partition(";")[0]
        graph = Triples().parse(data=answer.content, format={"application/ld+json": "json-ld"}.get(kind, kind))
        assert graph.query(
            "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> ASK { ?s a sd:Service ; "
            "sd:endpoint <http://test/sparql> ; sd:supportedLanguage sd:SPARQL11Query ; sd:defaultDataset/sd:defaultGraph ?g }"
        ).askAnswer


def test_a_browser_gets_a_page_where_the_explorer_is_built(send: Send, shipped: Graph, tmp_path: Path) -> None:
    asked = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    assert send("GET", "/sparql", headers=asked).headers["content-type"].startswith("text/turtle")
    found = send("GET", "/sparql", params={"query": ONE}, headers=asked)
    assert found.headers["content-type"].startswith("application/sparql-results+")
    with explored(shipped, tmp_path) as send_explored:
        assert send_explored("GET", "/sparql", headers=asked).text == EXPLORER
        turtle = send_explored("GET", "/sparql", headers={"accept": "text/turtle"})
        assert turtle.headers["content-type"].startswith("text/turtle")


def test_the_examples_all_find_something(send: Send) -> None:
    examples = send("GET", "/sparql/examples.json").json()
    assert {one["name"] for one in examples} == set(sparql_questions())
    for example in examples:
        assert values(ask(send, example["query"])), example["name"]


def test_it_can_be_turned_off(shipped: Graph, tmp_path: Path) -> None:
    with served(shipped, tmp_path, sparql_workers=0) as send:
        assert send("GET", "/sparql", params={"query": ONE}).status_code == 404
    assert not (tmp_path / "sparql").exists()
