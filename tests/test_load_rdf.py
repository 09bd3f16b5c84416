"""RDF as a dataset: our own export comes back as it went, foreign RDF says what its mapping says, and nothing is dropped."""

from __future__ import annotations

import gzip
import io
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import loaders
from api.rdf import FORMATS, export, export_file
from graph.errors import DatasetError
from graph.statements import Claim, Dataset, relation_id
from loaders import rdf
from tests.conftest import Graph
from tests.rdf_sample import BASE
from tests.snapshot import snapshot
from tests.tables import PEOPLE, PLACES, dataset, load

PREFIXES = f"""@prefix q: <{BASE}/ontology#> .
@prefix qid: <{BASE}/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ENTITY = f'<{BASE}/id/pilot/tea> a q:Pilot ; skos:prefLabel "Tea"@en ; prov:wasDerivedFrom <{BASE}/id/document/d> .\n'
DOCUMENT = f'<{BASE}/id/document/d> a q:Document ; dcterms:title "D" ; q:status "ASSERTED" .\n'
DESCRIPTION = """id = "mine"
title = "Mine"
licence = "CC0-1.0"
publisher = "Somebody"
source = "document/mine"
"""


def parsed(path: Path, text: str | bytes, beside: str | None = None) -> Dataset:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    if beside is not None:
        path.with_name(f"{path.name}.toml").write_text(beside, "utf-8")
    return loaders.parse(path).dataset


def refused(path: Path, text: str | bytes, beside: str | None = None) -> list[str]:
    with pytest.raises(DatasetError) as error:
        parsed(path, text, beside)
    return [str(problem).removeprefix(f"{path.parent}/") for problem in error.value.problems]


def exports(graph: Graph) -> Mapping[str, bytes]:
    found = {}
    for name in FORMATS:
        out = io.BytesIO()
        graph.run(export(graph.database, name, out, BASE))
        found[name] = out.getvalue()
    return found


def plain(graph: Graph) -> set[object]:
    """What a graph holds but for which dataset says it."""
    return {row for row in snapshot(graph) if not {"Dataset", "Manifest"} & set(row[:-1]) and row[0] != "HAS"}


def test_every_format_of_what_ships_says_the_same_claims(shipped: Graph, tmp_path: Path) -> None:
    found = []
    for name, one in FORMATS.items():
        path = tmp_path / f"{name}{one.extension}.gz"
        shipped.run(export_file(shipped.database, name, path, BASE))
        found.append(loaders.parse(path).dataset.claims)
    assert all(claims == found[0] for claims in found)
    ids = {
        id_
        for (id_,) in shipped.read(
            "MATCH (n:Entity|Evidence) RETURN n.id UNION MATCH ()-[n]->(:Entity) WHERE n.id IS NOT NULL RETURN n.id"
        )
    }
    assert found[0].keys() == ids


def test_an_export_loaded_into_an_empty_graph_is_exported_the_same(shipped: Graph, tmp_path: Path) -> None:
    before = exports(shipped)
    (tmp_path / "graph.nt").write_bytes(before["ntriples"])
    shipped.wipe()
    shipped.load(tmp_path / "graph.nt")
    assert exports(shipped) == before


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_in_any_format_comes_back(empty: Graph, tmp_path: Path, name: str) -> None:
    load(empty, dataset("one", PLACES), replace(dataset("two", PEOPLE, ("a", "b")), merged={"person/old": "person/p"}))
    before = exports(empty)
    path = tmp_path / f"graph{FORMATS[name].extension}"
    path.write_bytes(before[name])
    empty.wipe()
    empty.load(path)
    assert exports(empty) == before
    assert empty.read("MATCH (m:Merged) RETURN m.id, m.into") == [["person/old", "person/p"]]


def test_the_graph_is_that_of_one_dataset(empty: Graph, tmp_path: Path) -> None:
    whole = dataset("graph", {**PLACES, **PEOPLE}, ("a", "b"))
    load(empty, whole)
    before, text = plain(empty), exports(empty)["trig"]
    empty.wipe()
    (tmp_path / "graph.trig").write_bytes(text)
    empty.load(tmp_path / "graph.trig")
    assert plain(empty) == before


def test_triples_may_come_in_any_order_with_another_base(empty: Graph, tmp_path: Path) -> None:
    load(empty, dataset("one", PLACES), dataset("two", PEOPLE, ("a", "b")))
    out = io.BytesIO()
    empty.run(export(empty.database, "ntriples", out, "http://elsewhere.example"))
    lines = out.getvalue().splitlines(keepends=True)
    given = parsed(tmp_path / "a.nt", b"".join(sorted(lines, reverse=True) + lines[:3]))
    assert given.claims == parsed(tmp_path / "b.nt", exports(empty)["ntriples"]).claims


def test_our_terms_by_hand(tmp_path: Path) -> None:
    text = (
        PREFIXES
        + ENTITY
        + f'qid:x a q:Unheard .\n<{BASE}/id/industrial-chain/t> a q:IndustrialChain ; skos:prefLabel "T"@fr .\n'
    )
    text = text.replace(
        "qid:x a q:Unheard .\n", f"<{BASE}/id/pilot/tea> q:strengthens <{BASE}/id/industrial-chain/t> .\n"
    )
    assert refused(tmp_path / "hand.ttl", text) == [
        "hand.ttl:7: strengthens: of pilot/tea: STRENGTHENS to industrial-chain/t has no statement with a source, "
        "and no source is given in a file beside"
    ]
    said = parsed(tmp_path / "hand.ttl", text, DESCRIPTION)
    id_ = relation_id("STRENGTHENS", "pilot/tea", "industrial-chain/t", {})
    assert said.claims[id_] == Claim(id_, {"status": "ASSERTED"}, ("document/mine",), "pilot/tea", "industrial-chain/t")
    assert said.claims["pilot/tea"].properties == {"name_en": "Tea", "status": "ASSERTED"}
    assert (said.id, said.licence, said.publisher) == ("mine", "CC0-1.0", "Somebody")


STATEMENT = f"<{BASE}/statement/holds-post/1> a q:HoldsPost"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (ENTITY.replace("Pilot ;", "Agency ;"), f"unknown: the class {BASE}/ontology#Agency of pilot/...: 1 times"),
        (ENTITY + f"<{BASE}/id/pilot/tea> q:colour \"green\" .", f"unknown: the property {BASE}/ontology#colour of pilot/...: 1 times"),
        (ENTITY.replace("@en", "@de"), "unknown: the property http://www.w3.org/2004/02/skos/core#prefLabel with language 'de' of pilot/...: 1 times"),
        (ENTITY + f"<{BASE}/id/spaceship/x> a q:Pilot .", "unknown: the property http://www.w3.org/1999/02/22-rdf-syntax-ns#type of resources that are no"),
        (ENTITY + f"<{BASE}/id/pilot/tea> q:batch \"one\" .", "batch: of pilot/tea: expected a literal of http://www.w3.org/2001/XMLSchema#integer, got"),
        (ENTITY + f"<{BASE}/id/pilot/tea> q:batch 1, 2 .", "batch: of pilot/tea: expected one value, got '1', '2'"),
        (ENTITY + f"<{BASE}/id/pilot/tea> q:since \"2020-02-30\"^^xsd:gYear .", "since: of pilot/tea: expected an ISO 8601 date"),
        (ENTITY + f"<{BASE}/id/pilot/tea> prov:wasDerivedFrom <https://example.org/> .", "sources: of pilot/tea: expected an address under"),
        (ENTITY + f"<{BASE}/id/pilot/tea> prov:wasDerivedFrom <{BASE}/id/pilot/tea> .", "sources: of pilot/tea: expected a document's id"),
        (ENTITY + f"<{BASE}/id/pilot/tea> q:evidence <{BASE}/evidence/00> .", "evidence: of pilot/tea: evidence/00 is not described"),
        (ENTITY + f"<{BASE}/id/pilot/tea> dcterms:isReplacedBy <{BASE}/id/pilot/t> .", "isReplacedBy: of pilot/tea: is described as well as replaced"),
        (ENTITY.replace("\"Tea\"@en", "\"a\\u0000b\"@en"), "name_en: of pilot/tea: expected no control characters, got U+0000"),
        (ENTITY.replace("skos:prefLabel \"Tea\"@en", "q:batch 1"), "name_en: a name in some language is required"),
        (f"<{BASE}/id/pilot/x> a q:Pilot .", "of pilot/x: nothing is said of it but its class"),
        (STATEMENT + " .", "subject: of holds-post/1: expected one entity, got none"),
        (
            STATEMENT + f" ; <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> <{BASE}/id/pilot/tea> ; "
            f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#object> <{BASE}/id/pilot/tea> .",
            "of holds-post/1: HOLDS_POST does not go from Pilot to Pilot",
        ),
        (
            STATEMENT + f" ; <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> <{BASE}/id/person/p> ; q:status \"PLANNED\" ;"
            f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#object> <{BASE}/id/agency/a> . <{BASE}/id/person/p> q:holdsPost <{BASE}/id/agency/a> .",
            "is PLANNED, and yet its plain triple says that it holds",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_in_our_terms_is_said(tmp_path: Path, text: str, wanted: str) -> None:
    found = refused(tmp_path / "wrong.ttl", PREFIXES + DOCUMENT + text)
    assert any(wanted in line for line in found), found


def test_problems_stand_at_the_line_of_their_resource(tmp_path: Path) -> None:
    text = PREFIXES + DOCUMENT + ENTITY + f"<{BASE}/id/pilot/tea> q:batch 1, 2 ."
    assert refused(tmp_path / "wrong.ttl", text)[0].startswith("wrong.ttl:8: batch: of pilot/tea")
    assert refused(tmp_path / "wrong.ttl.gz", gzip.compress(text.encode()))[0].startswith("wrong.ttl.gz:8: batch")


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("a.ttl", "<a:b> <c:d> \n <e:f> x .", "a.ttl:2: not Turtle: "),
        ("a.nt", "<a:b> <c:d> .\n", "a.nt:1: not N-Triples: "),
        ("a.rdf", "<rdf", "not RDF/XML: "),
        ("a.jsonld", '{"@context": "https://example.org/context", "@id": "a:b"}', "not JSON-LD: No LoadDocumentCallback"),
        ("a.nt.gz", "no gzip", "not N-Triples: Not a gzipped file"),
        ("a.nt.gz", gzip.compress(b"<a:b> <c:d> <e:f> .\n" * 1000)[:60], "not N-Triples: Compressed file ended"),
        ("a.nt", b"\xff\xfe", "not N-Triples: "),
    ],
)  # fmt: skip
def test_what_is_no_rdf_is_said(tmp_path: Path, name: str, text: str | bytes, wanted: str) -> None:
    (found,) = refused(tmp_path / name, text)
    assert wanted in found


def test_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdf, "MAX_BYTES", 1 << 30)
    monkeypatch.setattr(rdf, "MAX_TERM", 100)
    (found,) = refused(tmp_path / "a.nt", f'<a:b> <c:d> "{"x" * 101}" .\n')
    assert "a literal of more than 100 characters, of <a:b>" in found
    monkeypatch.setattr(rdf, "MAX_BYTES", 1000)
    (found,) = refused(tmp_path / "b.nt.gz", gzip.compress(b"<a:b> <c:d> <e:f> .\n" * 100_000))
    assert "more than 0 GiB" in found
    monkeypatch.undo()
    monkeypatch.setattr("loaders.rdf_foreign.MAX_TRIPLES", 3)
    (found,) = refused(tmp_path / "c.nt", "".join(f"<a:b> <c:d> <e:{number}> .\n" for number in range(4)))
    assert "more than 3 triples in other terms than ours" in found


@given(st.text() | st.binary())
def test_no_text_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, text: str | bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.ttl"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(errors="surrogatepass"))
    with suppress(DatasetError):
        loaders.parse(path)
