"""Publications: complete, described, repeatable, refused where the graph is not sound."""

from __future__ import annotations

import gzip
import hashlib
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pyoxigraph as ox
import pytest
from rdflib import Graph as Rdf
from rdflib import URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, RDF

from api.publication import publish
from api.publication.folder import PublicationError
from api.rdf import FORMATS, dump, export
from api.rdf.dump import UnfinishedError
from graph.assertions import Assertion
from graph.errors import DatabaseError, SettingsError
from schema import ENTITIES, RELATIONS
from schema.shacl import shacl_text
from tests.conftest import Graph
from tests.published import BASE, make, rows, tree
from tests.tables import PEOPLE, PLACES, dataset, load

pytestmark = pytest.mark.filterwarnings(r"ignore:(ConjunctiveGraph|Dataset\.):DeprecationWarning")  # rdflib, of itself


def sound(graph: Graph, **how: Any) -> None:
    load(graph, replace(dataset("one", PLACES), **how), dataset("two", PEOPLE, ("a", "b")))


@pytest.fixture(scope="module")
def _published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("published") / "graph"


@pytest.fixture
def published(shipped: Graph, _published: Path) -> Path:
    """The publication of what ships."""
    if not _published.exists():
        make(shipped, _published)
    return _published


def test_every_file_is_in_the_index_with_its_checksum(published: Path) -> None:
    index = orjson.loads((published / "index.json").read_bytes())
    files = tree(published)
    assert index["files"].keys() == files.keys() - {"index.json"}
    for name, said in index["files"].items():
        assert (said["bytes"], said["sha256"]) == (len(files[name]), hashlib.sha256(files[name]).hexdigest())
        if name.endswith(".gz"):
            content = gzip.decompress(files[name])
            assert said["contentSha256"] == hashlib.sha256(content).hexdigest()
            assert files[name][3:10] == bytes(5) + files[name][8:10]  # no name, no time
    wanted = {f"rdf/graph{one.extension}.gz" for one in FORMATS.values()} | {
        f"entities/{name}.jsonl.gz" for name in ENTITIES
    }
    wanted |= {"ontology.ttl", "shapes.ttl", "context.jsonld", "catalog.ttl", "catalog.jsonld", "entities/schema.json"}
    assert files.keys() == wanted | {"statements.jsonl.gz", "merged.jsonl.gz", "index.json"}


def test_the_rdf_is_the_export(shipped: Graph, published: Path) -> None:
    for name, one in FORMATS.items():
        out = io.BytesIO()
        shipped.run(export(shipped.database, name, out, BASE))
        assert gzip.decompress((published / f"rdf/graph{one.extension}.gz").read_bytes()) == out.getvalue(), name
    assert (published / "shapes.ttl").read_text("utf-8") == shacl_text(BASE)


def test_counts_coverage_and_sources_are_those_of_the_graph(shipped: Graph, published: Path) -> None:
    index = orjson.loads((published / "index.json").read_bytes())
    for name in ENTITIES:
        assert [[index["counts"]["entities"][name]]] == shipped.read(f"MATCH (n:{name}) RETURN count(n)")
    for name in RELATIONS:
        assert [[index["counts"]["relations"][name]]] == shipped.read(f"MATCH ()-[n:{name}]->() RETURN count(n)")
    triples = gzip.decompress((published / "rdf/graph.nt.gz").read_bytes()).count(b"\n")
    quads = gzip.decompress((published / "rdf/graph.nq.gz").read_bytes()).count(b"\n")
    assert (index["counts"]["triples"], index["counts"]["quads"]) == (triples, quads)
    [[filled]] = shipped.read("MATCH (n:Government) RETURN toFloat(count(n.code)) / count(n)")
    assert index["coverage"]["fill"]["Government"]["code"] == pytest.approx(filled, abs=1e-4)
    documents = shipped.read("MATCH (n:Document) RETURN n.id, n.publisher, n.date ORDER BY n.id")
    assert [[one["id"], one.get("publisher"), one.get("date")] for one in index["sources"]] == documents
    assert index["modified"] == index["coverage"]["documents"]["last"] == max(date for _, _, date in documents if date)
    assert {one["id"]: one["licence"] for one in index["datasets"]} == {
        "announcements": "CC-BY-4.0",
        "divisions": "WTFPL",
    }


def test_entities_have_their_statements_and_evidence(shipped: Graph, published: Path) -> None:
    import jsonschema

    schema = orjson.loads((published / "entities/schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    statements, evidence = [], []
    for name in ENTITIES:
        of_type = jsonschema.Draft202012Validator({**schema["$defs"][name], "$defs": schema["$defs"]})
        found = rows(published / f"entities/{name}.jsonl.gz")
        for one in found if name != "Government" else found[:50]:
            of_type.validate(one)
        assert [one["id"] for one in found] == [
            row[0] for row in shipped.read(f"MATCH (n:{name}) RETURN n.id ORDER BY n.id")
        ]
        own = [said for one in found for said in one.get("statements", [])]
        statements += own
        evidence += [piece for one in [*found, *own] for piece in one.get("evidence", [])]
    assert [[len(statements)]] == shipped.read(f"MATCH ()-[n:{'|'.join(RELATIONS)}]->() RETURN count(n)")
    assert [[len(evidence)]] == shipped.read("MATCH (n:Evidence) RETURN count(n)")
    with pytest.raises(jsonschema.ValidationError):
        of_type.validate({**found[0], "unheard": 1})


def test_two_readers_agree_on_the_catalogue(published: Path) -> None:
    turtle = Rdf().parse(published / "catalog.ttl", format="turtle")
    assert isomorphic(turtle, Rdf().parse(published / "catalog.jsonld", format="json-ld"))
    by_oxigraph = {str(one) for one in ox.parse(path=str(published / "catalog.ttl"))}
    assert by_oxigraph == {str(one) for one in ox.parse(path=str(published / "catalog.jsonld"))}
    assert len(by_oxigraph) == len(turtle)
    files = {str(url).removeprefix(f"{BASE}/publication/") for url in turtle.objects(None, DCAT.downloadURL)}
    assert files | {"catalog.ttl", "catalog.jsonld", "index.json"} == tree(published).keys()
    assert len(set(turtle.subjects(RDF.type, DCAT.Dataset))) == 3
    spdx = URIRef("http://spdx.org/licenses/CC-BY-4.0")
    assert spdx in set(turtle.objects(None, URIRef("http://purl.org/dc/terms/license")))


def test_the_same_graph_is_the_same_publication_whichever_way_it_was_loaded(empty: Graph, tmp_path: Path) -> None:
    sound(empty)
    one = make(empty, tmp_path / "one")
    empty.wipe()
    load(empty, dataset("two", PEOPLE | {"Pilot": ["id,name_en", "pilot/t,T"]}, ("a", "b")))
    load(empty, dataset("two", PEOPLE, ("a", "b")), dataset("one", PLACES))
    assert make(empty, tmp_path / "two") == one
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
    load(empty, dataset("three", {"Pilot": ["id,name_en", "pilot/t,T"]}, ("c",)))
    assert make(empty, tmp_path / "one").version != one.version


def test_what_is_broken_is_refused_by_name(empty: Graph, tmp_path: Path) -> None:
    sound(empty)
    make(empty, tmp_path / "graph")
    before = tree(tmp_path / "graph")
    empty.run(empty.database.alter("MATCH (n:Government {id: 'government/b'}) SET n.level = 'VILLAGE', n.more = 1"))
    empty.run(empty.database.alter("MATCH ()-[n:HOLDS_POST]->() REMOVE n.title"))
    with pytest.raises(PublicationError) as error:
        make(empty, tmp_path / "graph")
    assert error.value.code == "CHECKS_FAILED"
    said = str(error.value).splitlines()[1:]
    assert any(
        line.startswith("Government: level is not one of COUNTRY") and line.endswith(": 1 (government/b)")
        for line in said
    )
    assert any(line.startswith("HOLDS_POST: title is missing: 1 (holds-post/") for line in said)
    assert any(line == "Government with properties that the ontology lacks: 1 (government/b more)" for line in said)
    assert len(said) == 3
    assert tree(tmp_path / "graph") == before
    assert {path.name for path in tmp_path.iterdir()} == {"graph"}


def test_assertions_that_fail_are_named_with_their_dataset(empty: Graph, tmp_path: Path) -> None:
    asserted = (
        Assertion("Government", minimum=2, maximum=2),
        Assertion("Government", minimum=3),
        Assertion("PART_OF", maximum=0),
        Assertion("Government", property="code", fill=0.5),
        Assertion("Government", property="name_en", fill=1.0),
    )
    sound(empty, assertions=asserted)
    with pytest.raises(PublicationError) as error:
        make(empty, tmp_path / "graph")
    assert str(error.value).splitlines()[1:] == [
        "dataset one asserts of Government: at least 3, found 2",
        "dataset one asserts of PART_OF: at most 0, found 1",
        "dataset one asserts of Government.code: filled in at least 50.0%, found 0 of 2 (0.0%)",
    ]
    sound(empty, assertions=asserted[:1])  # a dataset that says the same and asserts something else is another one
    make(empty, tmp_path / "graph")
    said = orjson.loads((tmp_path / "graph/index.json").read_bytes())["datasets"]
    assert said[0]["assertions"] == [{"type": "Government", "minimum": 2, "maximum": 2}]


def test_an_unfinished_load_is_refused_in_publication_and_export(empty: Graph, tmp_path: Path) -> None:
    sound(empty)
    empty.run(empty.database.alter("MATCH (d:Dataset {id: 'one'}) SET d.unfinished = true"))
    for work in (
        publish(empty.database, tmp_path / "graph", BASE),
        export(empty.database, "turtle", io.BytesIO(), BASE),
    ):
        with pytest.raises(UnfinishedError, match=r"^LOAD_UNFINISHED: a load of one was begun") as error:
            empty.run(work)
        assert error.value.code == "LOAD_UNFINISHED"
    assert list(tmp_path.iterdir()) == []


def test_a_graph_that_changes_is_published_anew(empty: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound(empty)
    one = make(empty, tmp_path / "one")
    versions = iter([1, 2, 2, 2])

    async def version(_: object) -> int:
        return next(versions)

    monkeypatch.setattr(dump, "version", version)
    assert make(empty, tmp_path / "two") == one
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
    versions = iter(range(100))
    with pytest.raises(DatabaseError, match="changed during each of 5 attempts"):
        make(empty, tmp_path / "three")
    assert {path.name for path in tmp_path.iterdir()} == {"one", "two"}


def test_only_a_publication_is_replaced(empty: Graph, tmp_path: Path) -> None:
    sound(empty)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.txt").write_text("years of work", "utf-8")
    with pytest.raises(PublicationError, match="NOT_A_PUBLICATION"):
        make(empty, tmp_path / "mine")
    assert (tmp_path / "mine/thesis.txt").read_text("utf-8") == "years of work"
    (tmp_path / "bare").mkdir()
    make(empty, tmp_path / "bare")
    make(empty, tmp_path / "bare")
    with pytest.raises(SettingsError):
        make(empty, tmp_path / "other", address="no iri")
    assert {path.name for path in tmp_path.iterdir()} == {"mine", "bare"}


def test_an_empty_graph_can_be_published(empty: Graph, tmp_path: Path) -> None:
    assert make(empty, tmp_path / "graph").statements == 0
