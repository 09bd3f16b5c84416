"""Deltas between publications: what changed, statement by statement, and the newer one made of the older to the byte."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path
from typing import Any

import orjson
import pytest

from api.publication import delta, patch
from api.publication.folder import PublicationError
from api.publication.sorting import Groups, Sorter
from graph.errors import NotFoundError
from tests.conftest import Graph
from tests.published import make, rows, tree
from tests.tables import PEOPLE, PLACES, dataset, load

RENAMED = {"Government": ["id,name_en,level,code", "government/a,A,PROVINCE,", "government/b,Bee,COUNTY,370000"]}
CITED = {
    "Government": [
        "id,name_en,level,source",
        "government/a,A,PROVINCE,document/a",
        "government/b,B,PREFECTURE,document/a|document/c",
    ]
}
JOINED = {  # person/p has become person/q, which is another
    "Person": ["id,name_en,source,place,aliases", "person/q,P,document/a,page 1,Pi"],
    "HOLDS_POST": ["subject,object,title,source,place", "person/q,agency/x,Head,document/a|document/b,"],
}
MERGE = "MERGE (m:Merged {id: 'person/p'}) SET m.into = 'person/q'"


def sound(graph: Graph) -> None:
    load(graph, dataset("one", PLACES), dataset("two", PEOPLE, ("a", "b")))


def operations(path: Path) -> list[tuple[str, str]]:
    """(what, id) of a delta."""
    return [(one["op"], one["id"]) for one in rows(path)[1:]]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where publications are kept for further tests: each takes a second or more to check."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def old(empty: Graph, tmp_path: Path, kept: Path) -> Path:
    """The publication of the sound graph, which is what the graph holds."""
    sound(empty)
    if not (kept / "old").exists():
        make(empty, kept / "old")
    shutil.copytree(kept / "old", tmp_path / "old")
    return tmp_path / "old"


@pytest.fixture
def pair(request: pytest.FixtureRequest, tmp_path: Path, kept: Path) -> Path:
    """A folder with two publications, `old` and `new`, and the delta between them."""
    if not (kept / "pair").exists():
        graph: Graph = request.getfixturevalue("empty")
        (kept / "pair").mkdir()
        sound(graph)
        make(graph, kept / "pair/old")
        load(graph, dataset("one", PLACES | RENAMED), dataset("two", PEOPLE | JOINED, ("a", "b")))
        make(graph, kept / "pair/new", since=kept / "pair/old", delta_to=kept / "pair/delta.gz")
    return Path(shutil.copytree(kept / "pair", tmp_path / "pair"))


def changed(graph: Graph, old: Path, *datasets: Any, cypher: str = "") -> list[tuple[str, str]]:
    """The operations of a change, after the newer publication was made of the older one and is the same."""
    load(graph, *datasets)
    if cypher:
        graph.run(graph.database.alter(cypher))
    under = old.parent
    make(graph, under / "new", since=old, delta_to=under / "delta.gz")
    patch(old, under / "delta.gz", under / "made")
    assert tree(under / "made") == tree(under / "new")
    delta(old, under / "new", under / "again.gz")
    assert (under / "again.gz").read_bytes() == (under / "delta.gz").read_bytes()
    delta(under / "new", old, under / "back.gz")
    patch(under / "new", under / "back.gz", under / "older")
    assert tree(under / "older") == tree(old)
    return operations(under / "delta.gz")


def test_nothing_changed(empty: Graph, old: Path) -> None:
    assert changed(empty, old) == []


def test_changed_properties(empty: Graph, old: Path) -> None:
    assert changed(empty, old, dataset("one", PLACES | RENAMED)) == [("change", "government/b")]
    head, change = rows(old.parent / "delta.gz")
    assert change == {
        "op": "change",
        "id": "government/b",
        "set": {"name_en": "Bee", "code": "370000", "level": "COUNTY"},
    }
    assert head["to"]["version"] == orjson.loads((old.parent / "new/index.json").read_bytes())["version"]
    assert rows(old.parent / "back.gz")[1]["unset"] == ["code"]


def test_an_added_source(empty: Graph, old: Path) -> None:
    found = changed(empty, old, dataset("one", PLACES | CITED, ("a", "c")))
    assert found == [("add", "document/c"), ("change", "government/b")]
    assert rows(old.parent / "delta.gz")[2]["set"] == {"sources": ["document/a", "document/c"]}


def test_a_retracted_dataset(empty: Graph, old: Path) -> None:
    from graph import store

    empty.run(store.retract(empty.database, "two"))
    found = changed(empty, old)
    assert {what for what, _ in found} == {"remove"}
    kinds = [id_.partition("/")[0] for _, id_ in found]
    assert kinds == sorted(kinds, key=["evidence", "agency", "document", "person", "holds-post"].index)
    assert set(kinds) == {"evidence", "agency", "document", "person", "holds-post"}
    # The dataset is gone from the index, too: changes of what is said of a publication come with the delta's head.
    assert [one["id"] for one in rows(old.parent / "delta.gz")[0]["to"]["datasets"]] == ["one"]


def test_a_merged_entity(empty: Graph, old: Path) -> None:
    found = changed(empty, old, dataset("two", PEOPLE | JOINED, ("a", "b")), cypher=MERGE)
    assert [one for one in found if one[0] == "merge"] == [("merge", "person/p")]
    assert {("remove", "person/p"), ("add", "person/q")} <= set(found)
    assert sum(id_.startswith("holds-post/") for _, id_ in found) == 2
    assert rows(old.parent / "new/merged.jsonl.gz") == [{"id": "person/p", "into": "person/q"}]
    triple = b"/id/person/p> <http://purl.org/dc/terms/isReplacedBy> <"
    assert triple in gzip.decompress((old.parent / "new/rdf/graph.nt.gz").read_bytes())
    assert ("unmerge", "person/p") in operations(old.parent / "back.gz")


def test_a_delta_is_refused_by_every_other_publication(pair: Path) -> None:
    before = {path.name for path in pair.iterdir()}
    with pytest.raises(PublicationError, match=r"^WRONG_VERSION: .*delta.gz is for version \w+, and .*new has version"):
        patch(pair / "new", pair / "delta.gz", pair / "nothing")
    with pytest.raises(PublicationError, match="NOT_A_DELTA"):
        patch(pair / "old", pair / "old/statements.jsonl.gz", pair / "nothing")
    with pytest.raises(PublicationError, match="NOT_A_DELTA"):
        patch(pair / "old", pair / "old/index.json", pair / "nothing")
    with pytest.raises(NotFoundError):
        patch(pair / "old", pair / "no.gz", pair / "nothing")
    with pytest.raises(NotFoundError):
        patch(pair, pair / "delta.gz", pair / "nothing")
    assert {path.name for path in pair.iterdir()} == before


def damaged(path: Path, change: Any) -> None:
    """Change the lines of a gzipped file."""
    lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    path.write_bytes(gzip.compress(b"".join(change(lines)), mtime=0))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda lines: [*lines[:1], *lines[2:]], "DIFFERENT_RESULT"),  # an operation is missing
        (lambda lines: [lines[0], *reversed(lines[1:])], "DAMAGED"),
        (lambda lines: [*lines, b'{"op":"remove","id":"agency/nobody"}\n'], "DAMAGED"),
        (lambda lines: [*lines, b'{"op":"explode","id":"person/zzz"}\n'], "DAMAGED"),
        (lambda lines: [*lines, b"{}\n"], "NOT_A_DELTA"),
        (lambda lines: [*lines, b"no json\n"], "NOT_A_DELTA"),
        (lambda lines: [b'{"format":"qianglian-delta","formatVersion":1}\n', *lines[1:]], "NOT_A_DELTA"),
    ],
)
def test_a_damaged_delta_makes_nothing(pair: Path, change: Any, code: str) -> None:
    damaged(pair / "delta.gz", change)
    with pytest.raises(PublicationError) as error:
        patch(pair / "old", pair / "delta.gz", pair / "nothing")
    assert error.value.code == code
    assert {path.name for path in pair.iterdir()} == {"old", "new", "delta.gz"}


def test_a_damaged_publication_is_refused(pair: Path) -> None:
    damaged(pair / "old/statements.jsonl.gz", lambda lines: lines[1:])
    for work in (
        lambda: patch(pair / "old", pair / "delta.gz", pair / "nothing"),
        lambda: delta(pair / "old", pair / "new", pair / "nothing.gz"),
    ):
        with pytest.raises(PublicationError, match="DAMAGED"):
            work()
    assert {path.name for path in pair.iterdir()} == {"old", "new", "delta.gz"}


def test_more_lines_than_memory_should_hold_are_sorted(tmp_path: Path) -> None:
    sorter = Sorter(tmp_path, run=100)
    given = [(f"k{number * 7 % 50:02}", f"line {number}".encode()) for number in range(200)]
    for key, line in given:
        sorter.add(key, line)
    assert list(sorter) == sorted(given)
    assert len(list(tmp_path.iterdir())) > 5
    groups = Groups(sorter)
    assert groups.of("k03") == sorted(line for key, line in given if key == "k03")
    assert groups.of("k03a") == []
    assert len(groups.of("k49")) == 4
    assert groups.of("z") == []
