"""Who is who, decided from records alone."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.clusters import Clusters
from graph.records import Record, record_id
from graph.resolution import Judgement, Owned, resolve

NAMES = ("Haiyun Testing Group", "海运检测集团有限公司", "Haiyun Testing Group Co., Ltd.", "Dongfang Bank", "东方银行")
DAYS = ("2020-01-01", "2021-01-01", "2022-01-01")


def record(day: str, name: str, type_: str = "Enterprise", known: tuple[str, ...] = (), **links: str) -> Record:
    """What a document of a day calls somebody."""
    document = f"document/{day}-x"
    key = "".join(c for c in name.lower() if c.isascii() and c.isalnum()) or "han"
    entity = known[0] if len(known) == 1 else f"{type_.lower()}/{key}"
    tied = tuple(f"{predicate}>{other}" for predicate, other in links.items())
    return Record(record_id(document, entity), document, type_, entity, (name,), known, links=tied)


records = st.lists(
    st.builds(record, st.sampled_from(DAYS), st.sampled_from(NAMES)), max_size=8, unique_by=lambda one: one.id
)


@settings(max_examples=150, deadline=None)
@given(records, st.randoms())
def test_the_order_of_records_never_shows(some: list[Record], random: object) -> None:
    wanted = resolve(some, [], [])
    shuffled = list(some)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert resolve(shuffled, [], []) == wanted
    assert set(wanted.entity) >= {one.id for one in some}


@settings(max_examples=150, deadline=None)
@given(records, st.data())
def test_what_persons_tell_apart_is_apart_and_what_they_join_is_joined(some: list[Record], data: st.DataObject) -> None:
    one_of = st.sampled_from(some or [record(DAYS[0], NAMES[0])])
    pairs = st.tuples(one_of, one_of)
    drawn = data.draw(st.lists(st.tuples(pairs, st.sampled_from(("same", "different"))), max_size=4))
    judged = {
        frozenset((one.id, other.id)): Judgement(
            min(one.id, other.id), max(one.id, other.id), verdict, "Li", at=str(at)
        )
        for at, ((one, other), verdict) in enumerate(drawn)
        if one.id != other.id
    }
    found = resolve(some, [], list(judged.values()))
    refused = {(one.left, one.right) for one, _ in found.contradicted}
    for one in judged.values():
        if (one.left, one.right) not in refused:
            assert (found.entity[one.left] == found.entity[one.right]) is (one.verdict == "same")


def test_entities_of_datasets_are_never_joined_and_their_ids_stay() -> None:
    owned = [
        Owned("enterprise/a", "Enterprise", ("Haiyun Testing Group",)),
        Owned("enterprise/b", "Enterprise", NAMES[1:2]),
    ]
    some = [record(DAYS[0], NAMES[0]), record(DAYS[1], NAMES[1])]
    found = resolve(some, owned, [])
    assert {found.entity[one.id] for one in some} <= {"enterprise/a", "enterprise/b"}
    assert found.entity["enterprise/a"] == "enterprise/a"
    assert found.entity["enterprise/b"] == "enterprise/b"


def test_a_person_is_known_by_the_body_of_a_post() -> None:
    body = record(DAYS[0], "Dongfang Bank")
    others = record(DAYS[1], "东方银行"), record(DAYS[2], "Haiyun Testing Group")
    persons = [
        record(DAYS[0], "Wang Wei", "Person", HOLDS_POST=body.id),
        record(DAYS[1], "王伟", "Person", HOLDS_POST=others[0].id),
        record(DAYS[2], "Wang Wei", "Person", HOLDS_POST=others[1].id),
    ]
    found = resolve([body, *others, *persons], [], [])
    assert found.entity[persons[0].id] == found.entity[persons[1].id]
    assert found.entity[persons[0].id] != found.entity[persons[2].id]
    assert [(one.verdict, one.reasons) for one in found.judgements if one.left.startswith("person")] == [
        ("unsure", ("the same name, posts in different bodies",))
    ]


def test_a_name_that_many_may_have_is_not_enough() -> None:
    """Quality service centres of two cities, each operated by another body, and one of them named twice."""
    bodies = [
        record(day, name) for day, name in zip(DAYS, ("Dongfang Bank", "Haiyun Testing Group", "东方银行"), strict=True)
    ]
    centres = [
        record(day, "Quality Service Platform", "Platform", TIED=body.id)
        for day, body in zip(DAYS, bodies, strict=True)
    ]
    entity = resolve([*bodies, *centres], [], []).entity
    assert entity[centres[0].id] == entity[centres[2].id]
    assert entity[centres[0].id] != entity[centres[1].id]


def test_the_earliest_document_gives_the_id_and_a_second_group_of_that_name_another() -> None:
    first, second = record(DAYS[0], "Wang Wei", "Person"), record(DAYS[1], "Wang Wei", "Person")
    apart = Judgement(min(first.id, second.id), max(first.id, second.id), "different", "Li")
    found = resolve([second, first], [], [apart])
    assert found.entity[first.id] == "person/wangwei"
    assert found.entity[second.id] == second.id


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.booleans()), max_size=20))
def test_groups_never_join_what_is_kept_apart(steps: list[tuple[str, str, bool]]) -> None:
    clusters = Clusters(dict.fromkeys("abcdef", "Enterprise"), frozenset("ab"))
    apart: set[frozenset[str]] = {frozenset("ab")}
    for one, other, join in steps:
        if join:
            clusters.join(one, other)
        elif other not in clusters.of(one):
            clusters.keep_apart(one, other)
            apart.add(frozenset((one, other)))
    for id_ in "abcdef":
        group = clusters.of(id_)
        assert id_ in group
        assert all(clusters.of(member) == group for member in group)
        assert not any(pair <= group for pair in apart if len(pair) == 2)
