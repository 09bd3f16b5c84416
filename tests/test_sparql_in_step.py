"""The SPARQL store follows the graph: after every change it holds what an export holds, and a start finds it again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from api.rdf import export_file
from api.sparql import keeper
from api.sparql.mirror import Mirror
from api.sparql.mirrors import Mirrors
from graph import store
from graph.settings import Settings
from graph.statements import Dataset
from tests.conftest import Graph
from tests.tables import PEOPLE, PLACES, dataset, load

Quad = tuple[str, str, str, str]
SETTINGS = {"sparql_workers": 1, "sparql_timeout": 300.0}


@pytest.fixture
def mirror(empty: Graph, tmp_path: Path) -> Iterator[Mirror]:
    settings = Settings.read({}, home=tmp_path, **SETTINGS)
    (tmp_path / "sparql").mkdir()
    made = Mirror(empty.database, settings, tmp_path / "sparql")
    yield made
    empty.run(made._end())


def held(mirror: Mirror) -> set[Quad]:
    """What queries see, graph by graph."""
    assert mirror.pool is not None
    return quads_of(ox.Store.read_only(str(mirror.pool.snapshot)))


def quads_of(held_by: ox.Store) -> set[Quad]:
    return {
        (str(quad.subject), str(quad.predicate), str(quad.object), getattr(quad.graph_name, "value", ""))
        for quad in held_by
    }


def wanted(graph: Graph, path: Path) -> set[Quad]:
    """What they should see: the export, and every triple of it in the default graph."""
    graph.run(export_file(graph.database, "nquads", path, "https://qianglian.example"))
    found: set[Quad] = set()
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS):
        assert isinstance(quad, ox.Quad)
        terms = (str(quad.subject), str(quad.predicate), str(quad.object))
        found |= {(*terms, ""), (*terms, getattr(quad.graph_name, "value", ""))}
    return found


def follow(graph: Graph, mirror: Mirror) -> None:
    """Let it look twice: it waits until the graph has settled."""
    graph.run(mirror.step())
    graph.run(mirror.step())


def stages() -> Iterator[tuple[str, list[Dataset], list[str]]]:
    """Loads and retractions, one after the other."""
    yield "first", [dataset("one", PEOPLE, "ab")], []
    yield "another", [dataset("places", PLACES)], []
    fewer = {**PEOPLE, "Agency": ["id,name_en", "agency/x,Z", "agency/y,Y"], "HOLDS_POST": PEOPLE["HOLDS_POST"][:1]}
    yield "a relation and its evidence gone, a name changed", [dataset("one", fewer, "ab")], []
    moved = {**fewer, "HOLDS_POST": ["subject,object,title,source,place", "person/p,agency/y,Head,document/b,page 3"]}
    yield "a relation elsewhere", [dataset("one", moved, "ab")], []
    planned = {
        **moved,
        "HOLDS_POST": ["subject,object,title,status,source,place", "person/p,agency/y,Head,PLANNED,document/b,"],
    }
    yield "only planned", [dataset("one", planned, "ab")], []
    two = {"HOLDS_POST": ["subject,object,title", "person/p,agency/y,Head", "person/p,agency/y,Deputy"]}
    yield "a second dataset says it too, and more", [dataset("two", two)], []
    yield "the first is retracted: entities live while they are used", [], ["one"]
    yield "and go with their last use", [], ["two"]
    yield "nothing left", [], ["places"]


def test_after_every_change_it_holds_what_the_graph_holds(empty: Graph, mirror: Mirror, tmp_path: Path) -> None:
    built = 0
    for what, loads, retracted in stages():
        load(empty, *loads)
        for id_ in retracted:
            empty.run(store.retract(empty.database, id_))
        before = mirror._state
        follow(empty, mirror)
        assert held(mirror) == wanted(empty, tmp_path / "graph.nq"), what
        assert mirror.version == empty.read("MATCH (g:Graph) RETURN g.version")[0][0]
        built += before is None
    assert built == 1  # all others were brought up to date by their changes


def test_written_in_parts_it_is_the_same(shipped: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "graph.nq"
    quads = wanted(shipped, path)
    monkeypatch.setattr(keeper, "LINES", 999)  # triples of several graphs stand on both sides of an end
    made = keeper.build(tmp_path / "store", path)
    assert len(made) == len(quads)
    assert quads_of(made) == quads


def test_it_is_found_again_by_the_next_start(empty: Graph, tmp_path: Path) -> None:
    load(empty, dataset("one", PEOPLE, "ab"))
    settings = Settings.read({}, home=tmp_path, **SETTINGS)
    snapshots = []
    for _ in range(2):
        mirrors = Mirrors(empty.database, settings)
        found = empty.run(mirrors.get(300.0))
        assert found.pool is not None
        snapshots.append(found.pool.snapshot)
        empty.run(mirrors.close())
    assert snapshots[0] == snapshots[1]
    assert {path.name for path in (tmp_path / "sparql").iterdir()} == {"lock", "state.json", "store", snapshots[0].name}


def test_a_store_of_something_else_is_made_anew(empty: Graph, tmp_path: Path) -> None:
    load(empty, dataset("one", PEOPLE, "ab"))
    seen = set()
    for base in ("https://one.example", "https://two.example"):
        mirrors = Mirrors(empty.database, Settings.read({}, home=tmp_path, base_iri=base, **SETTINGS))
        found = empty.run(mirrors.get(300.0))
        subjects = {quad[0] for quad in held(found)}
        assert all(subject.startswith(f"<{base}/") for subject in subjects)
        seen.add(found.pool.snapshot if found.pool else None)
        empty.run(mirrors.close())
    assert len(seen) == 2


def test_a_second_server_of_the_home_keeps_a_store_of_its_own(empty: Graph, tmp_path: Path) -> None:
    load(empty, dataset("one", PEOPLE, "ab"))
    settings = Settings.read({}, home=tmp_path, **SETTINGS)
    one, other = Mirrors(empty.database, settings), Mirrors(empty.database, settings)
    first, second = empty.run(one.get(300.0)), empty.run(other.get(300.0))
    assert first.pool is not None
    assert second.pool is not None
    assert first.pool.snapshot.parent == tmp_path / "sparql" != second.pool.snapshot.parent
    assert held(first) == held(second)
    temporary = second.pool.snapshot.parent
    empty.run(other.close())
    empty.run(one.close())
    assert not temporary.exists()


def test_a_store_that_went_wrong_is_made_anew(empty: Graph, mirror: Mirror, tmp_path: Path) -> None:
    load(empty, dataset("one", PEOPLE, "ab"))
    follow(empty, mirror)
    primary = ox.Store(str(tmp_path / "sparql" / "store"))
    agency = ox.NamedNode("https://qianglian.example/id/agency/x")
    for quad in list(primary.quads_for_pattern(agency, None, None)):
        primary.remove(quad)  # as no change of the graph says
    primary.flush()
    del primary
    load(empty, dataset("places", PLACES))
    follow(empty, mirror)
    assert held(mirror) == wanted(empty, tmp_path / "graph.nq")


def test_a_merged_id_is_in_it(empty: Graph, mirror: Mirror, tmp_path: Path) -> None:
    load(empty, dataset("one", PEOPLE, "ab"))
    follow(empty, mirror)
    empty.run(empty.database.alter("CYPHER 25 CREATE (:Merged {id: 'person/old', into: 'person/p'})"))
    load(empty, dataset("places", PLACES))
    follow(empty, mirror)
    replaced = [quad for quad in held(mirror) if quad[0].endswith("/id/person/old>")]
    assert {quad[2] for quad in replaced} == {"<https://qianglian.example/id/person/p>"}
    assert held(mirror) == wanted(empty, tmp_path / "graph.nq")


def test_state_is_only_there_for_a_store_that_is_whole(empty: Graph, mirror: Mirror, tmp_path: Path) -> None:
    load(empty, dataset("one", PEOPLE, "ab"))
    follow(empty, mirror)
    state = json.loads((tmp_path / "sparql" / "state.json").read_text("utf-8"))
    assert state["version"] == mirror.version
    (tmp_path / "sparql" / "state.json").write_text("{", "utf-8")  # a write broken off
    mirrors = Mirrors(empty.database, Settings.read({}, home=tmp_path, **SETTINGS))
    found = empty.run(mirrors.get(300.0))
    assert held(found) == wanted(empty, tmp_path / "graph.nq")
    empty.run(mirrors.close())
