"""Reading what is served with other people's parsers: RDF with two libraries, pages element by element."""

from __future__ import annotations

from html.parser import HTMLParser

import httpx
import pyoxigraph as ox
from rdflib import Dataset
from rdflib import Graph as Triples

from api.rdf import FORMATS
from tests.rdf_readers import RDFLIB, by_oxigraph, by_rdflib
from tests.served import Send

_NAMES = {format_.media_type: name for name, format_ in FORMATS.items()}


def got(send: Send, address: str, accept: str | None = None, method: str = "GET", **headers: str) -> httpx.Response:
    """One answer; without `accept` the header is not sent at all."""
    request = {"headers": {**headers, **({"accept": accept} if accept is not None else {"accept": ""})}}
    return send(method, address, **request)


class Checked(HTMLParser):
    """A page whose elements are closed in the order they were opened; what it refers to, and the ids in it."""

    VOID = frozenset({"meta", "link", "input", "br", "img", "hr"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.seen: set[str] = set()
        self.lang = ""
        self.feed(text)
        self.close()
        assert self.open == []
        assert {"html", "head", "title", "body", "main", "h1"} <= self.seen
        assert self.lang
        assert len(set(self.ids)) == len(self.ids)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.seen.add(tag)
        assert "style" not in given
        assert not any(name.startswith("on") for name in given)
        if tag == "html":
            self.lang = given.get("lang") or ""
        if tag == "script":
            assert given.get("src")
        if tag == "th":
            assert given.get("scope") in {"row", "col"}
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if given.get("href") and given["href"] != "data:,":  # no picture, so that browsers do not ask for one
            self.links.append((given.get("rel") or "", str(given["href"])))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def readers(answer: httpx.Response) -> str:
    """Which two parsers have read an answer and found the same; the names stand in the table."""
    media_type = answer.headers.get("content-type", "").partition(";")[0]
    if media_type == "text/html":
        Checked(answer.text)
        return "html.parser"
    if media_type not in _NAMES:
        return ""
    format_ = _NAMES[media_type]
    found = set(ox.parse(answer.content, format=ox.RdfFormat.from_media_type(media_type)))
    if any(isinstance(term, ox.BlankNode) for quad in found for term in (quad.subject, quad.object)):
        # Each reader has its own names for blank nodes: the number of triples is compared.
        named = format_ in {"nquads", "trig"}
        theirs = Dataset() if named else Triples()
        theirs.parse(data=answer.content, format=RDFLIB[format_])
        assert len(theirs) == len(found) > 0
    else:
        assert by_oxigraph(answer.content, format_) == by_rdflib(answer.content, format_)
        # The context says how other documents are read, and nothing itself.
        assert found or set(answer.json()) == {"@context"}
    return "pyoxigraph, rdflib"
