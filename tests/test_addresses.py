"""Every address under the base IRI, with every Accept header and suffix; the table in docs/addresses.md is what was found.

Run with `WRITE_ADDRESSES=1` to write the table anew.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from api.answers import Offer, choose
from api.linked.formats import BY_SUFFIX
from api.rdf import FORMATS
from schema import ENTITIES
from schema.vocabularies import DEFAULT_BASE
from tests.answer_checks import Checked, got, readers
from tests.conftest import Graph
from tests.rdf_readers import Triple, by_oxigraph, triples
from tests.served import Send, served
from tests.tables import PEOPLE, dataset, exported, load

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "docs" / "addresses.md"
PILOT = "pilot/weihai-lingang-carbon-fibre"
ACCEPTS = (
    None,
    "*/*",
    "text/html",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "text/turtle",
    "application/ld+json",
    "application/json",
    "application/rdf+xml",
    "application/n-triples",
    "application/n-quads",
    "application/trig",
    "text/*",
    "application/*;q=0.3, text/turtle;q=0.2",
    "text/turtle;q=0, */*;q=0.1",
    'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"',
    "application/n-triples;q=0.5, text/turtle;q=0.7, text/html;q=0.6",
    "image/png",
)

pytestmark = pytest.mark.filterwarnings(r"ignore:(ConjunctiveGraph|Dataset\.):DeprecationWarning")  # rdflib, of itself


@pytest.fixture
def send(shipped: Graph, tmp_path: Path) -> object:
    with served(shipped, tmp_path) as sending:
        yield sending


def asked(shipped: Graph) -> list[tuple[str, bool]]:
    """The addresses of the table, and whether each is tried with every Accept header."""
    [[statement, evidence]] = shipped.read(
        "CYPHER 25 MATCH (:Pilot {id: $pilot})-[r:STRENGTHENS]->() MATCH (e:Evidence {statement: r.id}) "
        "RETURN r.id, e.id ORDER BY e.id LIMIT 1",
        {"pilot": PILOT},
    )
    found = [(f"/id/{PILOT}", True), (f"/statement/{statement}", False), (f"/{evidence}", False)]
    found += [(f"/data/{PILOT}", True)] + [(f"/data/{PILOT}{suffix}", False) for suffix in BY_SUFFIX]
    found += [(f"/data/statement/{statement}", False), (f"/data/{evidence}", False)]
    found += [
        (f"/entity/{PILOT}", False),
        (f"/page/{PILOT}", False),
        (f"/page/statement/{statement}", False),
        (f"/page/{evidence}", False),
    ]
    for name in ("ontology", "shapes"):
        found += [(f"/{name}", True)] + [(f"/{name}{suffix}", False) for suffix in (*BY_SUFFIX, ".html")]
    return [*found, ("/context.jsonld", True), ("/id/pilot/nobody", False), ("/data/pilot/nobody.ttl", False)]


def test_the_table_of_all_addresses_is_so(shipped: Graph, send: Send) -> None:
    lines = []
    for address, every in asked(shipped):
        for accept in (
            ACCEPTS if every else (None, "text/html") if address.startswith(("/statement", "/evidence")) else (None,)
        ):
            answer = got(send, address, accept)
            media_type = answer.headers.get("content-type", "").partition(";")[0]
            said = answer.headers.get("location") or answer.headers.get("content-location", "")
            read = readers(answer) if answer.status_code == 200 else ""
            if answer.status_code == 303:  # what it leads to can be read too
                read = readers(got(send, urljoin(address, said), accept))
            cells = (
                f"`{address}`",
                f"`{accept}`" if accept else "",
                str(answer.status_code),
                media_type,
                f"`{said}`" if said else "",
                read,
            )
            line = f"| {' | '.join(cells)} |".replace("|  |", "| |").replace("|  |", "| |")
            lines.append(re.sub(r"[0-9a-f]{20}", "{hash}", line))
            head = got(send, address, accept, "HEAD")
            assert (head.status_code, head.content) == (answer.status_code, b""), address
            assert {k: v for k, v in head.headers.items() if k != "date"} == dict(answer.headers), address
    before, _, after = TABLE.read_text("utf-8").partition("<!-- table -->\n")
    head = "| address | Accept | status | type | Location or Content-Location | read by |\n|---|---|---|---|---|---|\n"
    found = f"{before}<!-- table -->\n{head}" + "\n".join(lines) + "\n<!-- end -->" + after.partition("<!-- end -->")[2]
    if os.environ.get("WRITE_ADDRESSES"):
        TABLE.write_text(found, "utf-8")
    assert found == TABLE.read_text("utf-8")


def test_everything_in_the_dump_resolves(shipped: Graph, send: Send) -> None:
    """Of each kind of address some, spread over all of them; of terms of the ontology all."""
    quads = by_oxigraph(exported(shipped), "nquads")
    iris = {term for (s, p, o), g in quads for term in (s, p, o[0] if len(o) == 1 else o[-1], g) if term}
    ours = sorted(iri for iri in iris if iri.startswith(f"{DEFAULT_BASE}/"))
    terms = {iri for iri in ours if iri.startswith(f"{DEFAULT_BASE}/ontology#")}
    page = Checked(got(send, "/ontology", "text/html").text)
    assert {f"{DEFAULT_BASE}/ontology#{id_}" for id_ in page.ids} >= terms
    shapes = Checked(got(send, "/shapes", "text/html").text)
    assert set(ENTITIES) < set(shapes.ids)
    assert {
        href for _, href in shapes.links if href.startswith("#") and href.removeprefix("#") not in shapes.ids
    } == set()
    things = [iri for iri in ours if iri not in terms]
    assert len(things) > 7000
    everything, about = triples(quads), dict[str, set[Triple]]()
    for triple in everything:
        about.setdefault(triple[0], set()).add(triple)
    kinds: dict[str, list[str]] = {}
    for iri in things:
        kinds.setdefault("/".join(urlsplit(iri).path.split("/")[1:-1]), []).append(iri)
    assert {kind.partition("/")[0] for kind in kinds} == {"id", "statement", "evidence"}
    for of_kind in kinds.values():
        for iri in {of_kind[0], of_kind[len(of_kind) // 2]}:
            path = iri.removeprefix(DEFAULT_BASE)
            answer = got(send, path, "application/n-triples")
            assert answer.status_code == 303, iri
            answer = got(send, urljoin(path, answer.headers["location"]))
            described = triples(by_oxigraph(answer.content, "ntriples"))
            assert described <= everything, iri
            assert about.get(iri, set()) <= described or "next" in answer.headers["link"], iri


def test_links_both_ways(send: Send) -> None:
    thing = got(send, f"/id/{PILOT}", "text/turtle")
    assert thing.headers["vary"] == "accept"
    described = re.findall(r'<([^>]+)>; rel="describedby"; type="([^"]+)"', thing.headers["link"])
    assert {type_ for _, type_ in described} == {"text/html", *(format_.media_type for format_ in FORMATS.values())}
    for reference, type_ in described:
        answer = got(send, urljoin(f"/id/{PILOT}", reference))
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, type_)
        at = str(answer.url.path)
        links = re.findall(r'<([^>]+)>; rel="([^"]+)"', answer.headers["link"])
        assert [urljoin(at, target) for target, relation in links if relation == "describes"] == [f"/id/{PILOT}"]
        [canonical] = [urljoin(at, target) for target, relation in links if relation == "canonical"]
        assert canonical == (f"/entity/{PILOT}" if type_ == "text/html" else f"/data/{PILOT}")
        alternates = {urljoin(at, target) for target, relation in links if relation == "alternate"}
        assert alternates | {at} == {urljoin(f"/id/{PILOT}", other) for other, _ in described}
    page = Checked(got(send, f"/entity/{PILOT}").text)
    assert len([rel for rel, _ in page.links if rel == "alternate"]) == 6
    for _, href in page.links:
        if "://" not in href:
            assert got(send, urljoin(f"/entity/{PILOT}", href)).status_code in {200, 303}, href


def test_an_encoded_slash_leads_to_the_same_place(send: Send) -> None:
    """OpenRefine writes ids into addresses so; the location is relative to the address as it was sent."""
    answer = got(send, f"/id/{PILOT.replace('/', '%2F')}", "text/turtle")
    assert answer.status_code == 303
    assert urljoin(f"/id/{PILOT.replace('/', '%2F')}", answer.headers["location"]) == f"/data/{PILOT}.ttl"


def test_behind_a_prefix_and_with_another_base(shipped: Graph, tmp_path: Path) -> None:
    with served(shipped, tmp_path, base_iri="https://data.example.org/kg") as send:
        location = got(send, f"/id/{PILOT}", "text/turtle").headers["location"]
        assert (
            urljoin(f"https://data.example.org/kg/id/{PILOT}", location)
            == f"https://data.example.org/kg/data/{PILOT}.ttl"
        )
        found = by_oxigraph(got(send, f"/data/{PILOT}.nt").content, "ntriples")
        assert any(triple[0] == f"https://data.example.org/kg/id/{PILOT}" for triple, _ in found)


def test_the_tag_is_the_graphs_version(empty: Graph, tmp_path: Path) -> None:
    load(empty, dataset("one", PEOPLE, "ab"))
    with served(empty, tmp_path) as send:
        first = got(send, "/data/person/p.ttl")
        tag = first.headers["etag"]
        again = send("GET", "/data/person/p.ttl", headers={"if-none-match": f'"other", {tag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert again.headers["link"] == first.headers["link"]
        others = {got(send, "/data/person/p", accept).headers["etag"] for accept in ("text/turtle", "application/trig")}
        assert len(others | {got(send, "/entity/person/p").headers["etag"]}) == 3
        assert tag in others  # it is the same in the same format
        load(empty, dataset("one", {"Person": ["id,name_en", "person/p,Other"]}, "ab"))
        changed = send("GET", "/data/person/p.ttl", headers={"if-none-match": tag})
        assert changed.status_code == 200
        assert b"Other" in changed.content
        assert b"Other" not in first.content


def test_the_same_bytes_again(send: Send) -> None:
    for suffix in BY_SUFFIX:
        assert got(send, f"/data/{PILOT}{suffix}").content == got(send, f"/data/{PILOT}{suffix}").content


def test_a_description_has_the_lines_of_the_dump(shipped: Graph, send: Send) -> None:
    lines = set(exported(shipped).splitlines())
    assert set(got(send, f"/data/{PILOT}.nq").content.splitlines()) <= lines


def test_what_is_long_comes_in_pages(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = triples(by_oxigraph(got(send, "/data/agency/cnca.nt").content, "ntriples"))
    monkeypatch.setattr("api.linked.data.LIMIT", 7)
    monkeypatch.setattr("api.linked.page.LIMIT", 7)
    found, address, pages = set(), "/data/agency/cnca.nt", 0
    while address:
        answer = got(send, address)
        found |= triples(by_oxigraph(answer.content, "ntriples"))
        following = re.search(r'<([^>]+)>; rel="next"', answer.headers["link"])
        address, pages = urljoin(address, following[1]) if following else "", pages + 1
    assert found == whole
    assert pages == -(-int(answer.headers["qianglian-statements"]) // 7) > 1
    page = Checked(got(send, "/entity/agency/cnca").text)
    assert [href for rel, href in page.links if rel == "next"]


@pytest.mark.parametrize("after", ["x", "a/b\r\nx: y", "../..", "strengthens/é"])
def test_a_position_that_is_none_is_refused(send: Send, after: str) -> None:
    for address in (f"/data/{PILOT}", f"/entity/{PILOT}"):
        answer = send("GET", address, params={"after": after})
        assert (answer.status_code, answer.json()["code"]) == (400, "BAD_USER_INPUT")


def test_what_is_not_there(send: Send) -> None:
    for address in (
        "/id/pilot/nobody",
        "/id/nothing/x",
        f"/statement/{PILOT}",
        "/evidence/0",
        "/data/pilot/nobody",
        f"/data/statement/{PILOT}.ttl",
        "/data/strengthens/x.ttl",
        "/page/evidence/0",
        "/id/pilot/%00",
        "/id/pilot/%ED%A0%80",
    ):
        answer = got(send, address, "text/turtle")
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json"), address
        assert answer.json()["code"] == "NOT_FOUND"


def test_406_lists_what_there_is(send: Send) -> None:
    for address in (f"/id/{PILOT}", f"/data/{PILOT}", "/ontology", "/shapes", "/context.jsonld"):
        answer = got(send, address, "image/png")
        assert answer.status_code == 406
        assert answer.headers["vary"] == "accept"
        for one in answer.json()["available"]:
            there = got(send, urljoin(address, one["href"]))
            assert (there.status_code, there.headers["content-type"].partition(";")[0]) == (200, one["type"])


def test_a_merged_id_leads_to_its_successor(empty: Graph, tmp_path: Path) -> None:
    load(empty, dataset("one", PEOPLE, "ab"))
    empty.run(empty.database.alter("CYPHER 25 CREATE (:Merged {id: 'person/old', into: 'person/p'})"))
    with served(empty, tmp_path) as send:
        for address, there in {
            "/id/person/old": "/id/person/p",
            "/data/person/old": "/data/person/p",
            "/data/person/old.jsonld": "/data/person/p.jsonld",
            "/entity/person/old": "/entity/person/p",
        }.items():
            answer = got(send, address, "*/*")
            assert answer.status_code == 308
            assert urljoin(address, answer.headers["location"]) == there


OFFERS = tuple(Offer(type_, type_) for type_ in ("text/turtle", "text/html", "application/ld+json"))


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        (None, "text/turtle"),
        ("", "text/turtle"),
        ("nonsense", "text/turtle"),
        ("*/*;q=0.1, text/html;q=0.05", "text/turtle"),
        ("text/*;q=0.5, text/turtle;q=0.4", "text/html"),
        ("text/turtle;q=0, text/*", "text/html"),
        ("TEXT/HTML", "text/html"),
        ("application/ld+json;profile=x;q=0.9, text/html;q=0.8", "application/ld+json"),
        ("*/*;q=0", None),
        ("image/*", None),
        ("text/turtle;q=0.000", None),
    ],
)
def test_accept_as_the_rfc_has_it(accept: str | None, wanted: str | None) -> None:
    found = choose(accept, OFFERS)
    assert (found and found.name) == wanted
