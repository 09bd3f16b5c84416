"""The RDF export, from a real Neo4j, read by two libraries."""

from __future__ import annotations

import gzip
import io
import socket
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import OWL, PROV, SKOS, XSD

from api.rdf import FORMATS, describe, dump, export, export_file
from graph.errors import DatabaseError, NotFoundError, SettingsError
from schema import ENTITIES, EVIDENCE, RELATIONS, STATEMENT, Property, entity_type
from schema.vocabularies import EVIDENCE_OF, expand, property_term, relation_term, statement_class
from tests.broken_graphs import broken
from tests.conftest import Graph as Stored
from tests.rdf_readers import Triple, by_oxigraph, by_rdflib, triples
from tests.rdf_sample import BASE, CODES, Sample, filled, small, whole, written

pytestmark = pytest.mark.filterwarnings(r"ignore:(ConjunctiveGraph|Dataset\.):DeprecationWarning")  # rdflib, of itself


def test_all_formats_carry_the_same_triples(empty: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(empty, whole())
    texts = {format_: written(empty, format_) for format_ in FORMATS}

    def refuse(*_: object) -> None:
        raise AssertionError("a reader went to the network")

    monkeypatch.setattr(socket, "create_connection", refuse)
    wanted = triples(by_oxigraph(texts["ntriples"], "ntriples"))
    assert len(wanted) > 2000
    for format_, text in texts.items():
        oxigraph, rdflib = by_oxigraph(text, format_), by_rdflib(text, format_)
        assert triples(oxigraph) == wanted, format_
        assert rdflib == oxigraph, format_
    assert by_oxigraph(texts["nquads"], "nquads") == by_oxigraph(texts["trig"], "trig")


def test_the_same_graph_gives_the_same_bytes(empty: Stored) -> None:
    filled(empty, whole())
    first = {format_: written(empty, format_) for format_ in FORMATS}
    assert written(empty, "nquads") == first["nquads"]
    empty.wipe()
    filled(empty, whole(), backwards=True)
    assert {format_: written(empty, format_) for format_ in FORMATS} == first
    lines = first["ntriples"].decode().splitlines()
    subjects = [line.partition(" ")[0] for line in lines]
    assert subjects == sorted(subjects)
    assert len(set(lines)) == len(lines)


def test_pages_do_not_show(empty: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(empty, whole())
    in_one = written(empty, "nquads")
    monkeypatch.setattr("api.rdf.pages.SIZE", 3)
    assert written(empty, "nquads") == in_one


def test_columns_at_a_time_are_the_same_bytes(empty: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dump, "_ROWS", 7)
    for sample in (whole(), broken()[0]):  # what no property can have is made row by row in both
        empty.wipe()
        together = written(filled(empty, sample), "ntriples")
        with monkeypatch.context() as one_by_one:
            one_by_one.setattr(dump, "Columnwise", lambda _: None)
            assert written(empty, "ntriples") == together


def test_quads_stand_in_the_graphs_of_their_sources(empty: Stored) -> None:
    sample = whole()
    filled(empty, sample)
    graphs: dict[Triple, set[str]] = {}
    for triple, graph in by_oxigraph(written(empty, "nquads"), "nquads"):
        graphs.setdefault(triple, set()).add(graph.removeprefix(f"{BASE}/id/"))
    held: dict[Triple, set[str]] = {}
    for id_, (type_, subject, object_, said) in sample.relations.items():
        statement = f"{BASE}/statement/{id_}"
        own = [
            found
            for triple, found in graphs.items()
            if triple[0] == statement and triple[1] != expand("q:evidence", BASE)
        ]
        assert own
        assert all(found == set(said["sources"]) for found in own)
        if said["status"] == "ASSERTED":
            triple = (f"{BASE}/id/{subject}", expand(relation_term(RELATIONS[type_]), BASE), (f"{BASE}/id/{object_}",))
            held.setdefault(triple, set()).update(said["sources"])
    relations = {expand(relation_term(cls), BASE) for cls in RELATIONS.values()}
    assert {triple: found for triple, found in graphs.items() if triple[1] in relations} == held
    for triple, found in graphs.items():
        id_ = triple[0].removeprefix(f"{BASE}/id/")
        if id_ in sample.entities and triple[1] not in {*relations, expand("q:evidence", BASE)}:
            assert found == set(sample.entities[id_].get("sources", [""])), triple
        if (piece := sample.evidence.get(triple[0].removeprefix(f"{BASE}/"))) is not None:
            assert found == {piece["document"]}


def recovered(graph: Graph, node: URIRef, properties: dict[str, Property]) -> dict[str, Any]:
    """What the graph says of a node, as it was stored: the way back from RDF."""
    found: dict[str, Any] = {}
    for name, prop in properties.items():
        values: list[Any] = []
        for value in graph.objects(node, URIRef(expand(property_term(prop), BASE))):
            if isinstance(value, Literal):
                if value.datatype == URIRef(expand("q:literal", BASE)):
                    value = next(iter(Graph().parse(data=f"<a:a> <a:a> {value} .", format="nt").objects()))
                    assert isinstance(value, Literal)
                if value.language == prop.language:
                    values.append(
                        float(value)
                        if value.datatype == XSD.decimal
                        else value.toPython()
                        if value.datatype == XSD.integer
                        else str(value)
                    )
            else:
                values.append(str(value).removeprefix(f"{BASE}/id/").removeprefix(f"{BASE}/statement/"))
        if values:
            found[name] = sorted(values) if prop.kind.many else values[0]
    return found


def assert_nothing_lost(text: bytes, sample: Sample) -> None:
    graph = Graph().parse(data=text, format="nt")
    for id_, said in sample.entities.items():
        cls = entity_type(id_)
        assert cls
        assert recovered(graph, URIRef(f"{BASE}/id/{id_}"), {**cls.properties, **STATEMENT}) == said
    for id_, (type_, subject, object_, said) in sample.relations.items():
        node = URIRef(f"{BASE}/statement/{id_}")
        assert recovered(graph, node, {**RELATIONS[type_].properties, **STATEMENT}) == said
        assert graph.value(node, RDF.subject) == URIRef(f"{BASE}/id/{subject}")
        assert graph.value(node, RDF.object) == URIRef(f"{BASE}/id/{object_}")
        assert graph.value(node, RDF.predicate) == URIRef(expand(relation_term(RELATIONS[type_]), BASE))
        assert (node, RDF.type, URIRef(expand(statement_class(RELATIONS[type_]), BASE))) in graph
    for id_, said in sample.evidence.items():
        assert recovered(graph, URIRef(f"{BASE}/{id_}"), EVIDENCE) == said
        assert (None, URIRef(expand("q:evidence", BASE)), URIRef(f"{BASE}/{id_}")) in graph
    assert b"hidden" not in text
    known = {
        f"{BASE}/{kind}"
        for kind in (
            *(f"id/{i}" for i in sample.entities),
            *(f"statement/{i}" for i in sample.relations),
            *sample.evidence,
        )
    }
    assert {str(subject) for subject in graph.subjects()} == known


def test_nothing_is_lost(empty: Stored) -> None:
    sample = whole()
    assert_nothing_lost(written(filled(empty, sample), "ntriples"), sample)


def test_what_rdf_cannot_write_as_it_is_survives(empty: Stored) -> None:
    sample = Sample()
    control = "a\x00b\x01\x1f\x7f\x85\ufffe"
    sample.entities["document/d"] = {"status": "ASSERTED", "title": control, "url": CODES[0], "date": "last spring"}
    said = {
        "status": "ASSERTED",
        "name_en": control,
        "name_zh": '\x0b"\\\n',
        "same_as": sorted(CODES),
        "aliases": [control],
    }
    sample.entities["agency/a"] = said
    for i, value in enumerate((float("inf"), float("-inf"))):
        sample.entities[f"statistic/s{i}"] = {"status": "ASSERTED", "indicator": "x", "value": value}
    sample.entities["statistic/t"] = {"status": "ASSERTED", "indicator": "x", "value": 5, "rank": 2**62}
    texts = {
        format_: written(filled(empty, sample) if format_ == "ntriples" else empty, format_) for format_ in FORMATS
    }
    wanted = by_oxigraph(texts["ntriples"], "ntriples")
    for format_, text in texts.items():
        assert triples(by_oxigraph(text, format_)) == triples(wanted), format_
        assert by_rdflib(text, format_) == by_oxigraph(text, format_), format_
    figures = {f"statistic/s{i}": sample.entities.pop(f"statistic/s{i}") for i in range(2)}
    kept = b"".join(
        line for line in texts["ntriples"].splitlines(keepends=True) if not any(id_.encode() in line for id_ in figures)
    )
    assert_nothing_lost(kept, sample)
    doubles = {o for (_, _, o), _ in wanted if o[-1] == str(XSD.double)}
    assert doubles == {("INF", "", str(XSD.double)), ("-INF", "", str(XSD.double))}


def test_planned_relations_have_no_plain_triple(empty: Stored) -> None:
    sample = Sample({id_: {"status": "PLANNED", "name_en": "x"} for id_ in ("pilot/p", "industrial-chain/c")})
    id_ = sample.relate("STRENGTHENS", "pilot/p", "industrial-chain/c", [], status="PLANNED")
    graph = Graph().parse(data=written(filled(empty, sample), "turtle"), format="turtle")
    strengthens, status = URIRef(expand("q:strengthens", BASE)), URIRef(expand("q:status", BASE))
    assert list(graph.triples((None, strengthens, None))) == []
    assert (URIRef(f"{BASE}/statement/{id_}"), RDF.predicate, strengthens) in graph
    assert set(graph.objects(None, status)) == {Literal("PLANNED")}


def test_an_empty_graph_is_a_valid_file(empty: Stored) -> None:
    for format_ in FORMATS:
        assert by_rdflib(written(empty, format_), format_) == set()


def test_a_changed_graph_is_exported_again(empty: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(empty, small())
    wanted = written(empty, "ntriples")
    versions = iter([1, 2, 2, 2])

    async def version(_: object) -> int:
        return next(versions)

    monkeypatch.setattr(dump, "version", version)
    assert written(empty, "ntriples") == wanted
    versions = iter(range(100))
    out = io.BytesIO()
    with pytest.raises(DatabaseError, match="changed during each of 5 attempts"):
        empty.run(export(empty.database, "ntriples", out, BASE))
    assert out.getvalue() == b""


def test_files_are_whole_or_as_they_were(empty: Stored, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(empty, small())
    plain, packed, again = tmp_path / "graph.nt", tmp_path / "graph.nt.gz", tmp_path / "other.nt.gz"
    counts = {empty.run(export_file(empty.database, "ntriples", path, BASE)) for path in (plain, packed, again)}
    assert counts == {len(plain.read_bytes().splitlines())}
    assert plain.read_bytes() == written(empty, "ntriples") == gzip.decompress(packed.read_bytes())
    assert packed.read_bytes() == again.read_bytes()

    async def version(_: object, numbers: Any = iter(range(100))) -> int:  # noqa: B008
        return int(next(numbers))

    monkeypatch.setattr(dump, "version", version)
    before = plain.read_bytes()
    with pytest.raises(DatabaseError):
        empty.run(export_file(empty.database, "turtle", plain, BASE))
    assert plain.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"graph.nt", "graph.nt.gz", "other.nt.gz"}


def test_wrong_arguments(empty: Stored) -> None:
    with pytest.raises(SettingsError, match="'n3'; known are ntriples, turtle, jsonld, rdfxml, nquads, trig"):
        empty.run(export(empty.database, "n3", io.BytesIO(), BASE))
    with pytest.raises(SettingsError, match="not one"):
        empty.run(export(empty.database, "turtle", io.BytesIO(), "no iri"))
    with pytest.raises(NotFoundError, match="agency/nobody"):
        empty.run(describe(empty.database, "agency/nobody", BASE))


def test_a_description_is_the_part_of_the_export_about_it(empty: Stored) -> None:
    sample = whole()
    everything = Graph().parse(data=written(filled(empty, sample), "ntriples"), format="nt")
    for id_ in sample.entities:
        node = URIRef(f"{BASE}/id/{id_}")
        statements = {s for end in (RDF.subject, RDF.object) for s in everything.subjects(end, node)}
        about = {node, *statements}
        about |= {e for one in about for e in everything.subjects(URIRef(expand(EVIDENCE_OF, BASE)), one)}
        relations = {URIRef(expand(relation_term(cls), BASE)) for cls in RELATIONS.values()}
        wanted = {(s, p, o) for s, p, o in everything if s in about or (o == node and p in relations)}
        assert set(empty.run(describe(empty.database, id_, BASE))) == wanted


def test_names_say_what_they_are(empty: Stored) -> None:
    graph = Graph().parse(data=written(filled(empty, whole()), "jsonld"), format="json-ld")
    agency = URIRef(f"{BASE}/id/agency/full")
    assert set(graph.objects(agency, RDF.type)) >= {
        URIRef(expand(term, BASE)) for term in ("q:Agency", *ENTITIES["Agency"].terms)
    }
    assert {name.language for name in graph.objects(agency, SKOS.prefLabel)} == {"en", "zh", "fr"}
    assert all(isinstance(same, URIRef) for same in graph.objects(agency, OWL.sameAs))
    assert set(graph.objects(agency, PROV.wasDerivedFrom)) == {URIRef(f"{BASE}/id/document/full")}
