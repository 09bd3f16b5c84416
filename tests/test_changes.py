"""What loads did to the graph: the log that `changes` reads."""

from __future__ import annotations

import re
from typing import Any

from tests.conftest import Graph
from tests.tables import PEOPLE, PLACES, dataset, load

ASKED = """query ($since: Int, $after: String, $first: Int) { graph { version } changes(since: $since, after: $after, first: $first) {
  pageInfo { hasNextPage endCursor } nodes { version at dataset kind id } } }"""


def changes(graph: Graph, since: int = 0, first: int = 1000) -> set[tuple[int, str, str, str]]:
    """(version, dataset, kind, id) of all changes since a version, gathered page by page."""
    found: list[dict[str, Any]] = []
    after = None
    while True:
        page = graph.data(ASKED, {"since": since, "after": after, "first": first})["changes"]
        found += page["nodes"]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", change["at"]) for change in found)
    assert [change["version"] for change in found] == sorted(change["version"] for change in found)
    distinct = {(change["version"], change["dataset"], change["kind"], change["id"]) for change in found}
    assert len(distinct) == len(found)
    return distinct


def test_a_first_load_adds_everything(empty: Graph) -> None:
    one, places = dataset("one", PEOPLE, "ab"), dataset("places", PLACES)
    load(empty, one, places)
    expected = {(1, "one", "ADDED", id_) for id_ in one.claims} | {(2, "places", "ADDED", id_) for id_ in places.claims}
    # Both declare document/a alike: the second load changes nothing that anybody sees.
    expected.discard((2, "places", "ADDED", "document/a"))
    assert changes(empty) == expected
    assert changes(empty, first=2) == expected
    assert {change for change in expected if change[0] == 2} == changes(empty, since=1)
    load(empty, one, places)
    assert changes(empty) == expected


def test_a_changed_source_tells_the_difference(empty: Graph) -> None:
    before = dataset("one", PEOPLE, "ab")
    tables = {**PEOPLE, "Agency": ["id,name_en", "agency/x,Z", "agency/y,Y"], "HOLDS_POST": PEOPLE["HOLDS_POST"][:1]}
    after = dataset("one", tables, "ab")
    load(empty, before)
    version = empty.data("{ graph { version } }")["graph"]["version"]
    load(empty, after)
    (gone,) = before.claims.keys() - after.claims.keys()
    assert changes(empty, since=version) == {
        (version + 1, "one", "CHANGED", "agency/x"),
        (version + 1, "one", "ADDED", "agency/y"),
        (version + 1, "one", "REMOVED", gone),
    }


def test_an_unknown_cursor_is_refused(empty: Graph) -> None:
    response = empty.ask(ASKED, {"after": "bm90aGluZw"})
    assert [error["extensions"]["code"] for error in response["errors"]] == ["BAD_USER_INPUT"]
