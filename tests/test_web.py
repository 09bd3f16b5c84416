"""The explorer as it is served: what it is allowed, how long it is kept, how small it is, and what happens without it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from api import web
from cli import web as building

BUDGET = 200_000  # bytes of script, compressed, before anything is opened
HTML = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A small explorer, as Vite would build it."""
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    for name, text in {
        "index.html": "<title>the explorer</title>",
        "graphiql.html": "<title>GraphiQL</title>",
        "style.grass": "node {}",
        "assets/index-1234.js": "plain",
        "assets/index-1234.js.br": "small",
        "assets/index-1234.js.gz": "smaller",
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    (tmp_path / "secret").write_text("nobody's business", encoding="utf-8")
    return folder


@dataclass
class Given:
    """A response as it was sent, its body not unpacked."""

    status_code: int
    headers: httpx.Headers
    content: bytes

    @property
    def text(self) -> str:
        """The body of what was not compressed."""
        return self.content.decode()


class Client:
    """Asks the routes of an explorer, beside a GraphQL that answers JSON."""

    def __init__(self, static: Path) -> None:
        async def answer(_: object) -> PlainTextResponse:
            return PlainTextResponse("{}", media_type="application/json")

        graphql = Starlette(routes=[Route("/graphql", answer, methods=["GET", "POST"])])
        self._app = Starlette(routes=[*web.routes(static), Route("/graphql", web.graphiql(graphql, static))])

    def get(self, path: str, headers: dict[str, str] | None = None, method: str = "GET") -> Given:
        """The answer to a request that takes no compressed body unless it says so."""
        return asyncio.run(self._ask(method, path, {"accept-encoding": "identity", **(headers or {})}))

    async def _ask(self, method: str, path: str, headers: dict[str, str]) -> Given:
        transport = httpx.ASGITransport(self._app)
        async with (
            httpx.AsyncClient(transport=transport, base_url="http://explorer") as client,
            client.stream(method, path, headers=headers) as response,
        ):
            return Given(
                response.status_code, response.headers, b"".join([part async for part in response.aiter_raw()])
            )


@pytest.mark.parametrize("path", ["/", "/search", "/graph", "/chains/x", "/questions/x", "/neo4j"])
def test_a_page_has_a_strict_policy_and_is_asked_for_anew(static: Path, path: str) -> None:
    asked = Client(static)
    response = asked.get(path)
    assert response.text == "<title>the explorer</title>"
    policy = dict(part.strip().split(" ", 1) for part in response.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cache-control"] == "no-cache"
    again = asked.get(path, headers={"if-none-match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("accepted", "given"), [("br, gzip", b"small"), ("gzip", b"smaller"), ("identity", b"plain"), ("", b"plain")]
)
def test_an_asset_is_kept_for_ever_and_comes_in_the_smallest_form(static: Path, accepted: str, given: bytes) -> None:
    response = Client(static).get("/assets/index-1234.js", {"accept-encoding": accepted})
    assert response.content == given
    assert "immutable" in response.headers["cache-control"]
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["vary"] == "accept-encoding"


@pytest.mark.parametrize(
    "path", ["/assets/none.js", "/assets/../../secret", "/assets/%2e%2e/%2e%2e/secret", "/assets/"]
)
def test_nothing_else_is_given(static: Path, path: str) -> None:
    asked = Client(static)
    response = asked.get(path)
    assert response.status_code == 404
    assert "nobody" not in response.text


def test_graphiql_is_for_browsers_and_graphql_for_everybody_else(static: Path) -> None:
    asked = Client(static)
    assert asked.get("/graphql", headers=HTML).text == "<title>GraphiQL</title>"
    for accept in ("application/json", "*/*", "application/graphql-response+json", "text/html, application/json"):
        assert asked.get("/graphql", headers={"accept": accept}).text == "{}", accept
    assert asked.get("/graphql", HTML, "POST").text == "{}"


def test_without_the_explorer_the_first_page_says_so(tmp_path: Path) -> None:
    asked = Client(tmp_path / "nothing")
    page = asked.get("/", headers=HTML)
    assert "The explorer is not built here" in page.text
    assert "script-src" not in page.headers["content-security-policy"]  # default-src 'none': no script at all
    assert asked.get("/").text.startswith("Qianglian\n\nGraphQL ")
    assert asked.get("/graph").status_code == 404
    assert asked.get("/graphql", headers=HTML).text == "{}"


def test_neo4j_browser_gets_its_style_and_every_question_from_another_origin(static: Path) -> None:
    from queries import questions

    asked = Client(static)
    style, guide = asked.get("/style.grass"), asked.get("/browser-guide.html")
    before = [asked.get(path, method="OPTIONS") for path in ("/style.grass", "/browser-guide.html")]
    assert {response.status_code for response in before} == {204}
    for response in (style, guide, *before):
        assert response.headers["access-control-allow-headers"] == "*"
        assert response.headers["access-control-allow-origin"] == "*"
    assert guide.text.count("<slide") == len(questions()) + 1
    assert ":params {pilot: &quot;pilot/weihai-lingang-carbon-fibre&quot;, asOf: &quot;&quot;}" in guide.text


def test_a_build_that_fails_says_why_and_leaves_what_was_there(
    static: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "web"
    folder.mkdir()
    (folder / "package.json").write_text("{}", encoding="utf-8")
    (folder / "package-lock.json").write_text("no lock at all", encoding="utf-8")
    for name, value in {"WEB": folder, "STATIC": static, "ROOT": tmp_path, "SCHEMA": folder / "package.json"}.items():
        monkeypatch.setattr(building, name, value)
    said: list[str] = []
    assert building.ensure(said.append)
    assert "the explorer is not built, the API serves without it" in said[-1]
    assert "npm" in said[-1]
    assert (static / "index.html").is_file()
    assert not (folder / ".building").exists()


def test_the_first_view_stays_under_its_budget_of_script() -> None:
    assert building.ensure(print)
    manifest = json.loads((building.STATIC / "manifest.json").read_text(encoding="utf-8"))

    def files(name: str) -> set[str]:
        entry = manifest[name]
        return {entry["file"]}.union(*(files(other) for other in entry.get("imports", ())))

    def size(names: set[str]) -> int:
        return sum((building.STATIC / f"{name}.gz").stat().st_size for name in names if size_of(name) >= 1000)

    def size_of(name: str) -> int:
        return (building.STATIC / name).stat().st_size

    first = files("index.html")
    assert 0 < size(first) < BUDGET
    assert not {name for name in first if "canvas" in name or "graphiql" in name or "monaco" in name}


def test_no_lock_file_or_built_file_names_a_registry_or_another_host() -> None:
    lock = (building.WEB / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    hosts = [httpx.URL(line.split('"')[3]).host for line in lock.splitlines() if '"url": "http' in line]
    assert not {host for host in hosts if "registry" in host}
    page = (building.STATIC / "index.html").read_text(encoding="utf-8")
    assert "//" not in page.replace("<!doctype html>", "")
