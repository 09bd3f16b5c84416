"""Loading and retracting on a real server: the graph is a function of the datasets in it, whatever came before."""

from __future__ import annotations

from pathlib import Path

import pytest

import loaders
from cli import loading
from graph import indexes, store
from graph.errors import DatasetError, NotFoundError
from graph.statements import Dataset
from graph.store import Summary
from tests.broken_datasets import write
from tests.conftest import Graph
from tests.snapshot import snapshot, version
from tests.tables import PEOPLE, PLACES, Tables, alone, dataset, entities, exported, load


def test_loading_again_changes_nothing(empty: Graph) -> None:
    one = dataset("one", PEOPLE, "ab")
    assert load(empty, one) == [Summary("one", added=len(one.claims))]
    before, written = snapshot(empty), version(empty)
    assert load(empty, one) == [Summary("one", unchanged=len(one.claims))]
    assert (snapshot(empty), version(empty)) == (before, written)


def test_what_ships_can_come_in_any_order(empty: Graph) -> None:
    first, *rest = (loaders.parse(path).dataset for path in loaders.shipped())
    load(empty, first, *rest)
    forwards, text = snapshot(empty), exported(empty)
    empty.wipe()
    load(empty, *reversed(rest), first)
    assert snapshot(empty) == forwards
    assert exported(empty) == text
    assert len(text) > 100_000


CHANGES: dict[str, tuple[Tables, tuple[int, int, int]]] = {
    "nothing": (PEOPLE, (0, 0, 0)),
    "a row added": ({**PEOPLE, "Agency": [*PEOPLE["Agency"], "agency/y,Y"]}, (1, 0, 0)),
    "a row removed": ({**PEOPLE, "HOLDS_POST": PEOPLE["HOLDS_POST"][:1]}, (0, 0, 1)),
    "a value changed": ({**PEOPLE, "Agency": ["id,name_en", "agency/x,Z"]}, (0, 1, 0)),
    "a value removed": ({**PEOPLE, "Agency": ["id,name_zh", "agency/x,机构"]}, (0, 1, 0)),
    "a key property changed": (
        {**PEOPLE, "HOLDS_POST": [PEOPLE["HOLDS_POST"][0], "person/p,agency/x,Deputy,document/a,"]},
        (1, 0, 1),
    ),
    "one of two documents gone": ({**PEOPLE, "Person": PEOPLE["Person"][:2]}, (0, 1, 1)),
    "an entity gone with all that ties it": ({"Agency": PEOPLE["Agency"]}, (0, 0, 4)),
    "everything gone": ({}, (0, 0, 5)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_source_writes_exactly_the_difference(empty: Graph, change: str) -> None:
    tables, (added, changed, retracted) = CHANGES[change]
    before, after = dataset("one", PEOPLE, "ab"), dataset("one", tables, "ab")
    expected = alone(empty, after)
    empty.wipe()
    load(empty, before)
    numbers = Summary("one", added, changed, retracted, len(after.claims) - added - changed)
    assert empty.run(store.compare(empty.database, after)) == numbers
    assert load(empty, after) == [numbers]
    assert snapshot(empty) == expected
    assert load(empty, before)[0].retracted == added
    assert snapshot(empty) == alone(empty, before)


def test_a_new_description_alone_is_a_change(empty: Graph) -> None:
    one = dataset("one", PEOPLE, "ab")
    load(empty, one)
    other = Dataset(one.id, "Another title", one.licence, one.publisher, one.claims)
    assert load(empty, other) == [Summary("one", unchanged=len(one.claims))]
    assert empty.read("MATCH (d:Dataset) RETURN d.title") == [["Another title"]]


def test_retracting_leaves_an_empty_graph(empty: Graph) -> None:
    one, two = dataset("one", PEOPLE, "ab"), dataset("two", PLACES)
    load(empty, one, two)
    assert empty.run(store.retract(empty.database, "one")) == Summary("one", retracted=len(one.claims))
    assert snapshot(empty) == alone(empty, two)
    empty.run(store.retract(empty.database, "two"))
    assert snapshot(empty) == set()
    with pytest.raises(NotFoundError, match="no dataset 'two' is loaded; loaded are: none"):
        empty.run(store.retract(empty.database, "two"))


def test_an_empty_dataset_can_be_retracted(empty: Graph) -> None:
    load(empty, Dataset("none", "T", "L", "P", {}))
    assert empty.run(store.retract(empty.database, "none")) == Summary("none")
    assert snapshot(empty) == set()


def test_other_names_go_with_the_dataset_that_gives_them(empty: Graph) -> None:
    owner = dataset("owner", PLACES)
    naming = dataset("naming", {"Government": ["id,aliases", "government/a,Other|A"]}, "b")
    for order in ((owner, naming), (naming, owner)):
        empty.wipe()
        load(empty, *order)
        assert empty.read("MATCH (n {id: 'government/a'}) RETURN n.name_en, n.aliases, n.sources, n.level") == [
            ["A", ["Other"], ["document/a", "document/b"], "PROVINCE"]
        ]
        empty.run(store.retract(empty.database, "naming"))
        assert snapshot(empty) == alone(empty, owner)


def test_a_statement_of_two_datasets_stays_with_either(empty: Graph) -> None:
    one, two = dataset("one", PEOPLE, "ab"), dataset("two", PEOPLE, "ba")
    for first, second in ((one, two), (two, one)):
        empty.wipe()
        load(empty, first, second)
        assert len(empty.read("MATCH (:Person)-[p:HOLDS_POST]->(:Agency) RETURN p.id")) == 1
        empty.run(store.retract(empty.database, first.id))
        assert snapshot(empty) == alone(empty, second)


def test_planned_by_one_and_asserted_by_another(empty: Graph) -> None:
    def post(id_: str, status: str) -> Dataset:
        rows = ["subject,object,title,status", f"person/p,agency/x,Head,{status}"]
        return dataset(id_, {**PEOPLE, "HOLDS_POST": rows}, "ab")

    planned, asserted = post("one", "PLANNED"), post("two", "ASSERTED")
    for order in ((planned, asserted), (asserted, planned)):
        empty.wipe()
        load(empty, *order)
        assert empty.read("MATCH ()-[p:HOLDS_POST]->() RETURN p.status") == [["ASSERTED"]]
        empty.run(store.retract(empty.database, "two"))
        assert empty.read("MATCH ()-[p:HOLDS_POST]->() RETURN p.status") == [["PLANNED"]]


def test_an_entity_lives_while_a_relation_uses_it(empty: Graph) -> None:
    owner = dataset("owner", PLACES)
    user = dataset(
        "user", {"Agency": ["id,name_en", "agency/x,X"], "PART_OF": ["subject,object", "agency/x,government/a"]}, "b"
    )
    load(empty, owner, user)
    empty.run(store.retract(empty.database, "owner"))
    assert entities(empty) == {"agency/x", "government/a"}
    assert empty.read("MATCH (n:Entity:Government {id: 'government/a'}) RETURN properties(n)") == [
        [{"id": "government/a"}]
    ]
    load(empty, dataset("user", {"Agency": ["id,name_en", "agency/x,X"]}, "b"))
    assert entities(empty) == {"agency/x"}
    load(empty, user, owner)
    assert snapshot(empty) == alone(empty, owner, user)


@pytest.mark.parametrize("place", ["", "page 3"])
def test_a_document_lives_while_a_statement_cites_it(empty: Graph, place: str) -> None:
    """Where there is no evidence, only the list of sources ties a statement to its document."""
    library = dataset("library", {}, ["shared", "unused"])
    for name, rows in {
        "Agency": ["id,name_en,source,place", f"agency/x,X,document/shared,{place}"],
        "OWNED_BY": ["subject,object,source,place", f"agency/y,agency/z,document/shared,{place}"],
    }.items():
        ends = {"Agency": ["id,name_en,source,place", "agency/y,Y,,", "agency/z,Z,,"]}
        citing = dataset("citing", {**ends, name: rows})
        empty.wipe()
        load(empty, library, citing)
        empty.run(store.retract(empty.database, "library"))
        documents = empty.read("MATCH (d:Document) RETURN d.id, d.title ORDER BY d.id")
        assert documents == [["document/a", "a"], ["document/shared", None]]
        load(empty, dataset("citing", ends))
        assert empty.read("MATCH (d:Document) RETURN d.id") == [["document/a"]]


def test_who_somebody_signed_for_lives_while_the_signature_does(empty: Graph) -> None:
    party = dataset("party", {"Agency": ["id,name_en", "agency/x,X"]})
    tables = {
        "Person": ["id,name_en", "person/p,P"],
        "Agreement": ["id,name_en", "agreement/q,Q"],
        "SIGNED": ["subject,object,onBehalfOf", "person/p,agreement/q,agency/x"],
    }
    load(empty, party, dataset("signing", tables, "b"))
    empty.run(store.retract(empty.database, "party"))
    assert entities(empty) == {"person/p", "agreement/q", "agency/x"}
    load(empty, dataset("signing", {**tables, "SIGNED": tables["SIGNED"][:1]}, "b"))
    assert entities(empty) == {"person/p", "agreement/q"}


def test_evidence_follows_its_statement(empty: Graph) -> None:
    found = "MATCH (e:Evidence)-[:FROM]->(d:Document) RETURN e.statement, e.place, d.id ORDER BY e.place"
    load(empty, dataset("one", PEOPLE, "ab"))
    assert empty.read(found) == [["person/p", "page 1", "document/a"], ["person/p", "page 2", "document/b"]]
    load(empty, dataset("one", {**PEOPLE, "Person": PEOPLE["Person"][:2]}, "ab"))
    assert empty.read(found) == [["person/p", "page 1", "document/a"]]
    load(empty, dataset("one", {"Agency": PEOPLE["Agency"]}, "ab"))
    assert empty.read("MATCH (e:Evidence) RETURN e") == []


def both_directions(under: Path) -> list[Path]:
    """Two datasets, each of which has a relation to what only the other declares."""
    said = 'id = "{0}"\ntitle = "T"\nlicence = "L"\npublisher = "P"\nsource = "document/{1}"\n'
    said += '[[documents]]\nid = "document/{0}"\ntitle = "T"\n'
    return [
        write(
            under / mine,
            {
                "dataset.toml": said.format(mine, other),
                "Agency.csv": f"id,name_en,place\nagency/{mine},{mine},page 1\n",
                "OWNED_BY.csv": f"subject,object\nagency/{mine},agency/{other}\n",
            },
        )
        for mine, other in (("one", "two"), ("two", "one"))
    ]


def test_datasets_may_need_each_other_when_they_load_together(empty: Graph, tmp_path: Path) -> None:
    one, two = both_directions(tmp_path)
    for alone_ in (one, two):
        with pytest.raises(DatasetError, match="is declared by no dataset given and none loaded"):
            empty.load(alone_)
    assert snapshot(empty) == set()
    empty.load(one, two)
    together = snapshot(empty)
    assert entities(empty) == {"agency/one", "agency/two"}
    assert empty.read("MATCH (n:Entity) WHERE n._by IS NULL RETURN n.id") == []
    assert [summary.unchanged for summary in empty.load(one)] == [4]
    empty.wipe()
    empty.load(two, one)
    assert snapshot(empty) == together


def test_what_is_used_before_it_is_declared_has_its_type(empty: Graph) -> None:
    load(empty, dataset("two", {"OWNED_BY": ["subject,object", "agency/x,enterprise/y"]}))
    found = empty.read(
        "MATCH (n) WHERE n:Agency OR n:Enterprise RETURN n:Agency, n:Entity, properties(n) ORDER BY n.id"
    )
    assert found == [[True, True, {"id": "agency/x"}], [False, True, {"id": "enterprise/y"}]]


def test_a_dry_run_says_what_a_load_does_and_writes_nothing(empty: Graph, tmp_path: Path) -> None:
    paths = both_directions(tmp_path)
    dropped = min(name for name in indexes.definitions() if name.startswith("ql_government_code"))
    empty.run(empty.database.alter(f"DROP INDEX {dropped}"))
    said = empty.run(loading.load(empty.database, loading.read(paths), dry_run=True))
    assert snapshot(empty) == set()
    assert empty.run(indexes.missing(empty.database)) == [dropped]
    assert empty.load(*paths) == said
    assert empty.run(indexes.missing(empty.database)) == []
