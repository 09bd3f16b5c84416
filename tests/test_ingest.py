"""Documents into a real graph: in any order, again, changed, withdrawn, and judged."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from graph import identities, review
from graph.errors import JudgementError, NotFoundError
from graph.settle import Settled, settle, withdraw
from loaders import document
from loaders.extract import Gazetteer
from tests.announcements import SIGNING_EN, four, held
from tests.conftest import Graph
from tests.snapshot import snapshot, version

ENGLISH, CHINESE = "document/2021-05-12-signing", "document/2021-05-13-qian-shu"
AGREEMENT = "agreement/210200-ccic-2021-05-10-strategic-cooperation-agreement-on-port-inspection"


@pytest.fixture(scope="module")
def names() -> Gazetteer:
    """The names that ship."""
    return document.gazetteer([])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents on one signing, one of figures, one that says Lanshan, of which there are several."""
    return four(tmp_path / "texts")


def ingest(graph: Graph, names: Gazetteer, *files: Path) -> Settled:
    """As the command does it, without its reports."""
    return graph.run(settle(graph.database, [document.read(file, names) for file in files]))


def test_two_documents_on_one_event_meet_in_the_same_entities(empty: Graph, names: Gazetteer, folder: Path) -> None:
    ingest(empty, names, folder / "signing.txt", folder / "签署.txt")
    both = [ENGLISH, CHINESE]
    assert empty.read("CYPHER 25 MATCH (n:Agreement) RETURN n.id, n.name_en, n.name_zh, n.since, n.sources") == [
        [AGREEMENT, "Strategic Cooperation Agreement on Port Inspection", "口岸检验战略合作协议", "2021-05-10", both]
    ]
    assert held(empty, "MATCH (n:Person) RETURN [n.name_en, n.name_zh, n.sources] ORDER BY n.id") == [
        ["Chen Guoping", "陈国平", both],
        ["Wang Jianmin", "王建民", both],
    ]
    assert held(empty, "MATCH (n:Enterprise) RETURN [n.name_en, n.name_zh]") == [
        ["Haiyun Testing Group Co., Ltd.", "海运检测集团有限公司"]
    ]
    assert held(empty, "MATCH (:Agency)-[r:SIGNED]->(:Agreement) RETURN r.sources") == [both]


def test_the_order_of_documents_never_shows(empty: Graph, names: Gazetteer, folder: Path) -> None:
    files = sorted(folder.iterdir())
    ingest(empty, names, *files)
    wanted = snapshot(empty)
    for order in list(permutations(files))[5::6]:
        empty.wipe()
        for file in order:
            ingest(empty, names, file)
        # Ids that were an entity's for a while, and are another's now, do depend on it.
        assert {one for one in snapshot(empty) if "Merged" not in one} == wanted, order


def test_again_changes_nothing_and_a_changed_document_exactly_what_differs(
    empty: Graph, names: Gazetteer, folder: Path
) -> None:
    signing = folder / "signing.txt"
    ingest(empty, names, signing, folder / "figures.txt")
    before = version(empty)
    again = ingest(empty, names, signing)
    assert [(one.added, one.changed, one.retracted) for one in again.summaries] == [(0, 0, 0)]
    assert version(empty) == before
    signing.write_text(SIGNING_EN.replace("Wang Jianmin", "Zhao Xiaodong"), encoding="utf-8")
    ingest(empty, names, signing)
    assert held(empty, "MATCH (n:Person) RETURN n.id ORDER BY n.id") == ["person/chen-guoping", "person/zhao-xiaodong"]
    changed = snapshot(empty)
    empty.wipe()
    ingest(empty, names, signing, folder / "figures.txt")
    assert snapshot(empty) == changed


def test_withdrawing_leaves_what_others_support(empty: Graph, names: Gazetteer, folder: Path) -> None:
    ingest(empty, names, folder / "signing.txt")
    wanted = snapshot(empty)
    ingest(empty, names, folder / "签署.txt", folder / "figures.txt")
    empty.run(withdraw(empty.database, "document/2021-05-13-qian-shu"))
    empty.run(withdraw(empty.database, "document/2022-02-01-figures"))
    assert snapshot(empty) == wanted
    with pytest.raises(NotFoundError, match="no dataset 'document/nowhere' is loaded"):
        empty.run(withdraw(empty.database, "document/nowhere"))


def test_what_is_denied_is_not_stated(empty: Graph, names: Gazetteer, folder: Path) -> None:
    ingest(empty, names, folder / "figures.txt")
    assert held(empty, "MATCH ()-[r:SIGNED]->() RETURN r.id") == []
    assert held(empty, "MATCH (n:Statistic) RETURN n.value") == [1234]


def test_every_quote_stands_in_its_document(empty: Graph, names: Gazetteer, folder: Path) -> None:
    files = {f"document/{day}": folder / name for day, name in (("2021-05-12-signing", "signing.txt"),)}
    ingest(empty, names, *files.values())
    found = empty.read("CYPHER 25 MATCH (e:Evidence) RETURN e.document, e.quote, e.start, e.end, e.statement")
    assert len(found) >= 12  # six relations, six entities
    for id_, quote, start, end, statement in found:
        assert files[id_].read_text("utf-8")[start:end] == quote, statement


def test_paths_cross_documents(empty: Graph, names: Gazetteer, folder: Path) -> None:
    ingest(empty, names, folder / "signing.txt", folder / "figures.txt")
    [figure] = held(empty, "MATCH (n:Statistic) RETURN n.id")
    asked = "query ($a: ID!, $b: ID!) { paths(from: $a, to: $b) { relations { evidence { document { id } } } } }"
    found = empty.data(asked, {"a": figure, "b": "agency/ccic"})["paths"]
    documents = {one["document"]["id"] for relation in found[0]["relations"] for one in relation["evidence"]}
    assert documents == {ENGLISH, "document/2022-02-01-figures"}


def test_a_place_that_several_have_the_name_of_is_held_until_somebody_says_which(
    empty: Graph, names: Gazetteer, folder: Path
) -> None:
    settled = ingest(empty, names, folder / "where.txt")
    [[line]] = settled.held.values()
    assert line.startswith("LOCATED_IN: Lanshan may be government/371103 or government/371302")
    assert held(empty, "MATCH ()-[r:LOCATED_IN]->(b) RETURN b.id") == []
    before = snapshot(empty)
    pairs = empty.run(review.undecided(empty.database))
    assert {"government/371103", "government/371302"} <= {pair.right.id for pair in pairs} | {p.left.id for p in pairs}
    [record] = held(empty, "MATCH (r:Record {type: 'Government'}) RETURN r.id")
    done = empty.run(review.judge(empty.database, record, "government/371302", "same", "Li"))
    assert not done.held
    assert held(empty, "MATCH ()-[r:LOCATED_IN]->(b) RETURN b.id") == ["government/371302"]
    empty.run(review.judge(empty.database, record, "government/371302", "unsure", "Li"))
    assert held(empty, "MATCH ()-[r:LOCATED_IN]->(b) RETURN b.id") == []
    kept = {one for one in snapshot(empty) if "Judgement" not in one}
    assert kept == {one for one in before if "Judgement" not in one}


def test_what_a_person_has_told_apart_stays_apart(empty: Graph, names: Gazetteer, folder: Path) -> None:
    ingest(empty, names, folder / "signing.txt", folder / "签署.txt")
    record = held(empty, f"MATCH (r:Record {{document: '{CHINESE}', type: 'Person'}}) RETURN r.id ORDER BY r.id")[0]
    empty.run(review.judge(empty.database, record, "person/chen-guoping", "different", "Li"))
    persons = "MATCH (n:Person) RETURN [n.name_en, n.name_zh] ORDER BY n.id"
    apart = [["Chen Guoping", None], [None, "陈国平"], ["Wang Jianmin", "王建民"]]
    assert held(empty, persons) == apart
    ingest(empty, names, folder / "签署.txt", folder / "figures.txt")
    assert held(empty, persons) == apart
    before = version(empty), snapshot(empty)
    with pytest.raises(JudgementError, match="are one already"):
        empty.run(review.judge(empty.database, "person/wang-jianmin", "person/wang-jianmin", "same", "Li"))
    english = held(empty, f"MATCH (r:Record {{document: '{ENGLISH}', entity: 'person/chen-guoping'}}) RETURN r.id")[0]
    other = held(empty, f"MATCH (r:Record {{document: '{CHINESE}', entity: 'person/wang-jianmin'}}) RETURN r.id")[0]
    for one in (english, record):
        empty.run(review.judge(empty.database, one, other, "unsure", "Li"))
    with pytest.raises(NotFoundError, match="no entity and no record"):
        empty.run(review.judge(empty.database, english, "person/nobody", "same", "Li"))
    assert {one for one in snapshot(empty) if "Judgement" not in one} == {
        one for one in before[1] if "Judgement" not in one
    }


def test_judgements_that_contradict_others_are_refused(empty: Graph, names: Gazetteer, folder: Path) -> None:
    ingest(empty, names, folder / "signing.txt", folder / "签署.txt")
    chen, wang = "person/chen-guoping", "person/wang-jianmin"
    empty.run(review.judge(empty.database, chen, wang, "different", "Li"))
    member = "MATCH (r:Record {{document: '{}', entity: '{}'}}) RETURN r.id"
    ([chen_en], [chen_zh], [wang_en]) = (
        held(empty, member.format(*one)) for one in ((ENGLISH, chen), (CHINESE, chen), (ENGLISH, wang))
    )
    empty.run(review.judge(empty.database, chen_en, chen_zh, "same", "Li"))
    before = version(empty), snapshot(empty)
    with pytest.raises(JudgementError, match="cannot be same"):
        empty.run(review.judge(empty.database, wang_en, chen_zh, "same", "Li"))
    with pytest.raises(JudgementError, match="expected one of same, different, unsure"):
        empty.run(review.judge(empty.database, chen, wang, "maybe", "Li"))
    assert (version(empty), snapshot(empty)) == before


def test_a_merged_id_answers_with_its_successor(empty: Graph, names: Gazetteer, folder: Path) -> None:
    ingest(empty, names, folder / "签署.txt")
    [old] = held(empty, "MATCH (n:Enterprise) RETURN n.id")
    assert old == "enterprise/hai-yun-jian-ce-ji-tuan-you-xian-gong-si"
    settled = ingest(empty, names, folder / "signing.txt")
    now = "enterprise/haiyun-testing-group-co-ltd"
    assert settled.merged[old] == now
    assert empty.run(identities.successor(empty.database, old)) == now
    assert empty.run(identities.successor(empty.database, now)) is None
    for field in ("enterprise", "entity", "node"):
        assert empty.data(f'{{ found: {field}(id: "{old}") {{ id }} }}') == {"found": {"id": now}}, field
    assert empty.data("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": [old, "enterprise/none"]}) == {
        "nodes": [{"id": now}, None]
    }
    empty.run(withdraw(empty.database, ENGLISH))
    assert empty.data(f'{{ enterprise(id: "{old}") {{ id }} }}') == {"enterprise": {"id": old}}


def test_a_statement_that_a_person_finds_wrong_goes_and_stays_away(
    empty: Graph, names: Gazetteer, folder: Path
) -> None:
    ingest(empty, names, folder / "signing.txt")
    doubts = {(one.subject, one.predicate): one for one in empty.run(review.doubtful(empty.database, 0.99))}
    wrong, right = doubts["Chen Guoping", "ATTENDED"], doubts["Wang Jianmin", "ATTENDED"]
    empty.run(review.judge_statement(empty.database, wrong.id, "wrong", "Li"))
    empty.run(review.judge_statement(empty.database, right.id, "right", "Li"))
    attended = "MATCH (a)-[r:ATTENDED]->() RETURN a.id"
    assert held(empty, attended) == ["person/wang-jianmin"]
    sure = "MATCH ()-[r:ATTENDED]->() MATCH (e:Evidence {statement: r.id}) RETURN e.confidence IS NULL"
    assert held(empty, sure) == [True]
    ingest(empty, names, folder / "签署.txt")
    ingest(empty, names, folder / "signing.txt")
    assert sorted(held(empty, attended)) == [
        "person/chen-guoping",
        "person/wang-jianmin",
    ]  # the other document says so, too
    assert held(empty, "MATCH (:Person {id: 'person/chen-guoping'})-[r:ATTENDED]->() RETURN r.sources") == [[CHINESE]]
    empty.run(review.judge_statement(empty.database, wrong.id, "unsure", "Li"))
    assert held(empty, "MATCH (:Person {id: 'person/chen-guoping'})-[r:ATTENDED]->() RETURN r.sources") == [
        [ENGLISH, CHINESE]
    ]
    with pytest.raises(NotFoundError, match="no document says 'said/none'"):
        empty.run(review.judge_statement(empty.database, "said/none", "wrong", "Li"))


def test_a_dataset_loaded_later_owns_what_documents_spoke_of(empty: Graph, names: Gazetteer, folder: Path) -> None:
    ingest(empty, names, folder / "signing.txt")
    assert held(empty, "MATCH (n {id: 'government/210200'}) RETURN n.name_en") == [
        "Dalian Municipal People's Government"
    ]
    data = Path(__file__).parent.parent / "data" / "divisions"
    empty.load(data)
    assert held(empty, "MATCH (n {id: 'government/210200'}) RETURN [n.name_en, n.level]") == [
        ["Dalian City", "PREFECTURE"]
    ]
    assert (
        "Dalian Municipal People's Government" in held(empty, "MATCH (n {id: 'government/210200'}) RETURN n.aliases")[0]
    )
    assert empty.run(settle(empty.database)).summaries == []
