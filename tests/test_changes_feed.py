"""`/changes` over HTTP: the same changes as GraphQL's, page by page, with a tag, and as a feed."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest

from graph import store
from tests.conftest import Graph
from tests.served import Send, served
from tests.tables import PEOPLE, PLACES, dataset, load

ATOM = "{http://www.w3.org/2005/Atom}"
ASKED = "{ changes(first: 1000) { nodes { version at dataset kind id } } }"


def followed(send: Send, address: str) -> list[dict[str, Any]]:
    """All changes, page by page."""
    found: list[dict[str, Any]] = []
    while address:
        answer = send("GET", address)
        assert answer.status_code == 200
        value = answer.json()
        found += value["changes"]
        following = value["next"]
        assert (f'<{following}>; rel="next"' == answer.headers.get("link")) == bool(following)
        address = urljoin(address, following) if following else ""
    return found


def loaded(graph: Graph) -> None:
    """Three versions: two loads, and a retraction."""
    load(graph, dataset("one", PEOPLE, "ab"), dataset("places", PLACES))
    graph.run(store.retract(graph.database, "places"))


def test_they_are_those_of_graphql(empty: Graph, tmp_path: Path) -> None:
    loaded(empty)
    wanted = empty.data(ASKED)["changes"]["nodes"]
    with served(empty, tmp_path) as send:
        found = followed(send, "/changes")
        assert [{name: one[name] for name in wanted[0]} for one in found] == wanted
        for limit in (1, 2, 3, 7):
            assert followed(send, f"/changes?limit={limit}") == found
        assert followed(send, "/changes?since=1&limit=2") == [one for one in found if one["version"] > 1]
        assert followed(send, "/changes?since=3") == []
        iris = {one["iri"] for one in found}
        assert "https://qianglian.example/id/person/p" in iris
        assert {iri.removeprefix("https://qianglian.example/").partition("/")[0] for iri in iris} == {
            "id",
            "statement",
            "evidence",
        }
        assert send("GET", "/changes").json()["version"] == 3


def test_who_follows_asks_with_a_tag(empty: Graph, tmp_path: Path) -> None:
    loaded(empty)
    with served(empty, tmp_path) as send:
        first = send("GET", "/changes?since=3")
        assert first.headers["vary"] == "accept"
        again = send("GET", "/changes?since=3", headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        load(empty, dataset("places", PLACES))
        later = send("GET", "/changes?since=3", headers={"if-none-match": first.headers["etag"]})
        assert {one["version"] for one in later.json()["changes"]} == {4}


def test_the_feed_has_an_entry_for_each_version(empty: Graph, tmp_path: Path) -> None:
    loaded(empty)
    with served(empty, tmp_path) as send:
        answer = send("GET", "/changes", headers={"accept": "application/atom+xml"})
        assert answer.headers["content-type"] == "application/atom+xml"
        feed = ElementTree.fromstring(answer.content)  # noqa: S314
        assert answer.content == send("GET", "/changes.atom").content
        for name in ("id", "title", "updated", "author", "link"):
            assert feed.find(ATOM + name) is not None
        entries = feed.findall(f"{ATOM}entry")
        assert [entry.findtext(f"{ATOM}title") for entry in entries] == [
            "Version 3: places",
            "Version 2: places",
            "Version 1: one",
        ]
        for entry in entries:
            for name in ("id", "updated", "summary"):
                assert entry.findtext(ATOM + name)
            [link] = entry.findall(f"{ATOM}link")
            there = send("GET", urljoin("/changes.atom", link.get("href", "")))
            assert there.json()["changes"]
        counted = sum(
            int(word)
            for entry in entries
            for word in (entry.findtext(f"{ATOM}summary") or "").split()
            if word.isdigit()
        )
        assert counted == len(followed(send, "/changes"))


@pytest.mark.parametrize("query", ["since=x", "since=-1", "limit=10001", "after=1", "after=1.2.x", "since=9e9"])
def test_what_cannot_be_read_is_refused(empty: Graph, tmp_path: Path, query: str) -> None:
    with served(empty, tmp_path) as send:
        answer = send("GET", f"/changes?{query}")
        assert (answer.status_code, answer.json()["code"]) == (400, "BAD_USER_INPUT")
        assert send("GET", "/changes", headers={"accept": "image/png"}).status_code == 406


def test_an_empty_graph_has_none(empty: Graph, tmp_path: Path) -> None:
    with served(empty, tmp_path) as send:
        assert send("GET", "/changes").json() == {"version": 0, "since": 0, "changes": [], "next": None}
        assert send("GET", "/changes.atom").status_code == 200
