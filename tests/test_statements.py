"""Claims folded into what the graph holds, and read back: properties of pure functions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.fold import claims_of, disagreements, ends_before_it_begins, fold, stored
from graph.statements import FORM, Claim, Value, evidence_id, relation_id

PILOT = "pilot/tea"
DOCUMENTS = [f"document/{key}" for key in "abc"]
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=5)
LISTS = st.lists(TEXT, min_size=1, max_size=3, unique=True).map(sorted)
PROPERTIES = st.fixed_dictionaries(
    {},
    optional={
        "name_en": TEXT,
        "name_zh": TEXT,
        "aliases": LISTS,
        "same_as": LISTS,
        "batch": st.integers(0, 3),
        "since": st.sampled_from(["2020", "2020-05", "2021-01-01"]),
        "until": st.sampled_from(["2019", "2020", "2021-06"]),
        "status": st.sampled_from(["ASSERTED", "PLANNED"]),
    },
)
SOURCES = st.lists(st.sampled_from(DOCUMENTS), min_size=1, unique=True).map(lambda ids: tuple(sorted(ids)))
CLAIM: st.SearchStrategy[Claim] = st.builds(Claim, st.just(PILOT), PROPERTIES, SOURCES)
CLAIMS = st.dictionaries(st.sampled_from("abcd"), CLAIM, min_size=1)


def said(**properties: Value) -> Claim:
    """What one dataset says of the pilot."""
    return Claim(PILOT, properties, ("document/a",))


@settings(max_examples=100, deadline=None)
@given(CLAIMS, st.data())
def test_the_order_of_claims_does_not_show(claims: dict[str, Claim], data: st.DataObject) -> None:
    order = data.draw(st.permutations(sorted(claims)))
    # The order of a claim's properties must not show, either.
    other = {
        dataset: Claim(PILOT, dict(reversed(claims[dataset].properties.items())), claims[dataset].sources)
        for dataset in order
    }
    assert stored(PILOT, other) == stored(PILOT, claims)
    assert set(disagreements(other)) == set(disagreements(claims))


@settings(max_examples=100, deadline=None)
@given(CLAIMS)
def test_what_is_stored_tells_the_claims(claims: dict[str, Claim]) -> None:
    assert claims_of(stored(PILOT, claims)) == claims


@settings(max_examples=100, deadline=None)
@given(CLAIMS)
def test_what_is_stored_can_be_a_property_in_neo4j(claims: dict[str, Claim]) -> None:
    for value in stored(PILOT, claims).values():
        assert isinstance(value, str | int | float) or (value and {type(item) for item in value} == {str})


@settings(max_examples=100, deadline=None)
@given(CLAIMS)
def test_nothing_is_invented_and_nothing_lost(claims: dict[str, Claim]) -> None:
    folded = fold(claims)
    given_: dict[str, list[Any]] = {}
    for claim in claims.values():
        for name, value in claim.properties.items():
            given_.setdefault(name, []).extend(value if isinstance(value, list) else [value])
    names = {folded.get("name_en"), folded.get("name_zh")}
    for name, values in given_.items():
        if name == "aliases":
            assert set(folded.get(name, [])) == set(values) - names  # type: ignore[arg-type]
        elif name == "same_as":
            assert folded[name] == sorted(set(values))
        else:
            assert folded[name] in values
    assert folded.keys() <= given_.keys() | {"sources"}
    assert folded["sources"] == sorted({source for claim in claims.values() for source in claim.sources})


@settings(max_examples=100, deadline=None)
@given(CLAIMS, CLAIM)
def test_taking_a_claim_back_undoes_it(claims: dict[str, Claim], other: Claim) -> None:
    back = claims_of(stored(PILOT, {**claims, "z": other}))
    del back["z"]
    assert stored(PILOT, back) == stored(PILOT, claims)


@settings(max_examples=100, deadline=None)
@given(CLAIM, CLAIM)
def test_a_digest_tells_whether_anything_differs(one: Claim, other: Claim) -> None:
    assert (one.digest() == other.digest()) == (one == other)


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ("PLANNED", "PLANNED", "PLANNED"),
        ("PLANNED", "ASSERTED", "ASSERTED"),
        ("ASSERTED", "PLANNED", "ASSERTED"),
    ],
)
def test_what_anybody_asserts_is_not_only_planned(first: str, second: str, status: str) -> None:
    assert fold({"a": said(status=first), "b": said(status=second)})["status"] == status


def test_what_is_stored_changes_only_with_its_form() -> None:
    """Where this fails, raise FORM: graphs that were loaded before are then written anew by their next load."""
    claims = {
        "a": said(name_en="Green Tea", name_fr="Thé", aliases=["ＴＥＡ", "Thé"], status="ASSERTED", batch=1),
        "b": Claim(PILOT, {"aliases": ["绿茶"], "since": "2025"}, ("document/b",)),
    }
    text = json.dumps([stored(PILOT, claims), stored(PILOT, {"a": claims["a"]})], sort_keys=True)
    assert (FORM, hashlib.sha256(text.encode()).hexdigest()[:16]) == (2, "cd93c6e168646f72")


def test_an_alias_that_is_a_name_is_not_shown_and_not_forgotten() -> None:
    claims = {"a": said(name_en="Tea", aliases=["Green", "Tea"], status="ASSERTED")}
    assert fold(claims)["aliases"] == ["Green"]
    assert claims_of(stored(PILOT, claims)) == claims


def test_claims_are_kept_apart_only_where_the_properties_do_not_tell() -> None:
    one = said(name_en="Tea", status="ASSERTED")
    assert "_claims" not in stored(PILOT, {"a": one})
    assert [json.loads(text)[0] for text in stored(PILOT, {"b": one, "a": said(aliases=["x"])})["_claims"]] == [  # type: ignore[union-attr]
        {"aliases": ["x"]},
        {"name_en": "Tea", "status": "ASSERTED"},
    ]


def test_a_value_in_contradiction_is_named_with_both_sides() -> None:
    found = disagreements({"b": said(batch=2), "a": said(batch=1), "c": said(batch=1, name_en="x")})
    assert found == [("b", "batch", 2, "a", "batch", 1)]
    assert found[0].reversed() == ("a", "batch", 1, "b", "batch", 2)
    assert disagreements({"a": said(since="2020"), "b": said(until="2019")}) == [
        ("b", "until", "2019", "a", "since", "2020")
    ]
    assert (
        disagreements({"a": said(status="PLANNED", aliases=["x"]), "b": said(status="ASSERTED", aliases=["y"])}) == []
    )


@pytest.mark.parametrize(
    ("since", "until", "wrong"),
    [
        ("2020", "2019-12-31", True),
        ("2020-05", "2020-04", True),
        ("2020-05-02", "2020-05-01", True),
        ("2020-12-18", "2020", False),
        ("2020", "2020-01", False),
        ("2020-05-01", "2020-05-01", False),
        ("2020", None, False),
    ],
)
def test_partial_dates_are_compared_by_their_days(since: str, until: str | None, wrong: bool) -> None:
    assert ends_before_it_begins({"since": since, "until": until}) is wrong


def test_identity_is_of_ends_and_keys_and_of_nothing_else() -> None:
    def post(subject: str = "person/a", **properties: object) -> str:
        return relation_id("HOLDS_POST", subject, "agency/b", properties)

    assert post(title="Head", since="2020") == post(title="Head")
    assert len({post(title="Head"), post(title="Deputy"), post("person/c", title="Head"), post()}) == 4
    assert post(title="Head").startswith("holds-post/")
    # Ids are addresses of the RDF export: they must not change from one version to the next.
    assert relation_id("UNDER", "pilot/tea", "programme/pilots", {}) == "under/5efdd26e69219e1f80f3"


def test_evidence_is_of_a_place_in_a_document() -> None:
    where: Mapping[str, object] = {"statement": PILOT, "document": "document/a", "place": "page 1"}
    assert evidence_id({**where, "method": "by hand"}) == evidence_id(where)
    assert len({evidence_id(where), evidence_id({**where, "place": "page 2"}), evidence_id({**where, "start": 3})}) == 3
