"""`/changes`: what loads did to the graph, as JSON, or as an Atom feed of its versions (RFC 4287).

JSON has the changes after a version, `since`, in the order in which they were made, in pages of whole and parts of versions:
`next` is the address of the following page, and null on the last. Whoever follows the graph keeps the last `version` and
asks again with it as `since`; an answer in between is 304.
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.answers import (
    JSON,
    Offer,
    accept,
    as_json,
    cache_control,
    choose,
    fresh,
    not_acceptable,
    problem,
    relative,
    respond,
    tag,
)
from api.linked.resources import Place
from api.rdf.pages import version
from graph.driver import Database

ATOM = "application/atom+xml"
FIRST, MOST = 1_000, 10_000  # changes in a page where nothing is said, and at most
ENTRIES = 100  # versions in the feed
_OFFERS = (Offer(JSON, "json"), Offer(ATOM, "atom"))
_KINDS = {"A": "ADDED", "C": "CHANGED", "R": "REMOVED"}
_NAMESPACE = "http://www.w3.org/2005/Atom"

# A node holds some thousand ids: a page begins within one and ends within another, and only what it has is read.
_NODES = """CYPHER 25
MATCH (c:Change) WHERE c.version > $version OR c.version = $version AND c.part >= $part
WITH c ORDER BY c.version, c.part LIMIT $limit
RETURN collect([c.version, c.part, size(c.ids)])"""
_PAGE = """CYPHER 25
UNWIND $parts AS this MATCH (c:Change {version: this.version}) WHERE c.part = this.part
WITH c, this ORDER BY c.version, c.part
RETURN collect([c.version, c.at, c.dataset, c.ids[this.start..this.end], substring(c.kinds, this.start, this.end - this.start)])"""
_VERSIONS = """CYPHER 25
MATCH (c:Change) WHERE c.version > $since
WITH c.version AS version, c.dataset AS dataset, max(c.at) AS at,
     sum(size(c.ids)) AS count, reduce(t = '', k IN collect(c.kinds) | t + k) AS kinds
ORDER BY version DESC LIMIT $limit
RETURN collect([version, dataset, at, size(replace(replace(kinds, 'C', ''), 'R', '')),
                size(replace(replace(kinds, 'A', ''), 'R', '')), size(replace(replace(kinds, 'A', ''), 'C', ''))])"""


def routes() -> list[Route]:
    """All of them."""
    return [Route("/changes", changes), Route("/changes.json", changes), Route("/changes.atom", changes)]


async def changes(request: Request) -> Response:
    """A page of changes, or the feed."""
    links = {offer.name: relative(request, f"changes.{offer.name}") for offer in _OFFERS}
    suffix = request.url.path.rpartition("/")[2].partition(".")[2]
    chosen = choose(accept(request), _OFFERS) if not suffix else next(o for o in _OFFERS if o.name == suffix)
    if chosen is None:
        return not_acceptable(request, _OFFERS, links)
    try:
        since, after, limit = _given(request)
    except ValueError as error:
        return problem(request, 400, "BAD_USER_INPUT", str(error))
    database, settings = request.state.database, request.state.settings
    now = await version(database) or 0
    etag = tag(now, settings.base_iri, chosen.name, since, after, limit)
    headers = {"etag": etag, "cache-control": cache_control(settings.max_age)}
    if not suffix:
        headers |= {"vary": "accept", "content-location": links[chosen.name]}
    if fresh(request, etag):
        return respond(request, b"", chosen.media_type, headers=headers)
    if chosen.name == "atom":
        return respond(request, await _feed(request, database, since), ATOM, headers=headers)
    value = await _page(request, database, now, since, after, limit)
    if value["next"]:
        headers["link"] = f'<{value["next"]}>; rel="next"'
    return as_json(request, value, headers=headers)


def _given(request: Request) -> tuple[int, tuple[int, int, int] | None, int]:
    """`since`, `after` (a version, a part of it, a place in that) and `limit`. Raises ValueError where they are none."""
    given = request.query_params

    def number(name: str, text: str, most: int) -> int:
        if not (text.isascii() and text.isdigit() and int(text[:20]) <= most):
            raise ValueError(f"{name}: expected a number from 0 to {most}, got {text!r}")
        return int(text)

    since = number("since", given.get("since", "0"), 1 << 53)
    limit = number("limit", given.get("limit", str(FIRST)), MOST)
    after = None
    if "after" in given:
        parts = given["after"].split(".")
        if len(parts) != 3:
            raise ValueError("after: expected what `next` of another page has")
        after = (
            number("after", parts[0], 1 << 53),
            number("after", parts[1], 1 << 53),
            number("after", parts[2], 1 << 53),
        )
    return since, after, limit or FIRST


async def _page(
    request: Request, database: Database, now: int, since: int, after: tuple[int, int, int] | None, limit: int
) -> dict[str, Any]:
    version_, part, place = after or (since + 1, 0, 0)
    [[nodes]] = await database.read(_NODES, {"version": version_, "part": part, "limit": limit + 1})
    parts: list[dict[str, int]] = []
    left, following = limit, None
    for of, number, size in nodes:
        start = place if (of, number) == (version_, part) else 0
        end = min(size, start + left)
        if end > start:
            parts.append({"version": of, "part": number, "start": start, "end": end})
            left -= end - start
        if end < size:
            at = f"{of}.{number}.{end}"
            following = relative(request, f"changes.json?since={since}&limit={limit}&after={at}")
            break
    [[rows]] = await database.read(_PAGE, {"parts": parts})
    base = request.state.settings.base_iri
    made = [
        {
            "version": of,
            "at": at,
            "dataset": dataset,
            "kind": _KINDS[kind],
            "id": id_,
            "iri": f"{base}/{Place.of(id_).thing}",
        }
        for of, at, dataset, ids, kinds in rows
        for id_, kind in zip(ids, kinds, strict=True)
    ]
    return {"version": now, "since": since, "changes": made, "next": following}


async def _feed(request: Request, database: Database, since: int) -> bytes:
    """The newest versions after `since` as Atom, the newest first."""
    base = request.state.settings.base_iri
    [[rows]] = await database.read(_VERSIONS, {"since": since, "limit": ENTRIES})
    ElementTree.register_namespace("", _NAMESPACE)

    def add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
        made = ElementTree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", attributes)
        made.text = text or None
        return made

    feed = ElementTree.Element(f"{{{_NAMESPACE}}}feed")
    add(feed, "id", f"{base}/changes")
    add(feed, "title", "Changes of Qianglian")
    add(feed, "updated", max((row[2] for row in rows), default="1970-01-01T00:00:00Z"))
    add(add(feed, "author"), "name", "Qianglian")
    add(feed, "link", rel="self", type=ATOM, href=relative(request, "changes.atom"))
    for of, dataset, at, added, changed, removed in rows:
        entry = add(feed, "entry")
        add(entry, "id", f"{base}/changes#{of}")
        add(entry, "title", f"Version {of}: {dataset}")
        add(entry, "updated", at)
        add(entry, "link", rel="alternate", type=JSON, href=relative(request, f"changes.json?since={of - 1}"))
        add(entry, "summary", f"{added} added, {changed} changed, {removed} removed")
    made: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return made
