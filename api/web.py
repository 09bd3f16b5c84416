"""The explorer: the built files of web/ and the addresses that it answers.

Vite puts a hash of the content into the name of each file under assets/, so these may be kept for ever; the pages that
name them are asked for again each time. Beside each text file stand its compressed forms (web/vite.config.ts). Where
the explorer is not built, `/` says so and everything else of the API is as it is.
"""

from __future__ import annotations

import hashlib
import html
import mimetypes
from collections.abc import Mapping
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from api import guide

STATIC = Path(__file__).parent / "static"
# What the explorer's router knows (web/src/main.tsx), but for /entity/... and /sparql, which answer programs too.
PAGES = (
    "/",
    "/search",
    "/graph",
    "/places",
    "/chains",
    "/chains/{key}",
    "/questions",
    "/questions/{name}",
    "/neo4j",
    "/review",
)
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".ttf": "font/ttf"}
_CODINGS = (("br", ".br"), ("gzip", ".gz"))
_OURS = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# Monaco, GraphiQL's editor, writes its styles into the page; its scripts are files like ours.
_EDITOR = _OURS.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'").replace(
    "font-src 'self'", "font-src 'self' data:"
)
_PLAIN = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
_SAFE = {"x-content-type-options": "nosniff", "referrer-policy": "same-origin"}
# Neo4j Browser, a page of another origin, fetches its style and guide from here; neither says anything of the graph.
_ANYBODY = {"access-control-allow-origin": "*", "access-control-allow-headers": "*"}
_LINKS = (
    ("/graphql", "GraphQL"),
    ("/sparql", "SPARQL"),
    ("/healthz", "health"),
    ("/readyz", "readiness"),
)


def built(static: Path) -> bool:
    """Whether there is an explorer to serve."""
    return (static / "index.html").is_file()


def explorer(
    request: Request, static: Path, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """The explorer, for whichever of its addresses, with these headers too; raises OSError where it is not built."""
    return _page(request, static / "index.html", _OURS, status, headers)


def routes(static: Path) -> list[BaseRoute]:
    """The addresses of the explorer; where it is not built, only the plain page at `/`."""
    guide_route = Route("/browser-guide.html", _guide, methods=["GET", "OPTIONS"])
    if not built(static):
        return [Route("/", _unbuilt), guide_route]

    async def page(request: Request) -> Response:
        return explorer(request, static)

    async def asset(request: Request) -> Response:
        return _asset(request, static / "assets", request.path_params["path"])

    async def style(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=_ANYBODY)
        response = _page(request, static / "style.grass", _PLAIN)
        response.headers.update(_ANYBODY)
        return response

    return [
        *(Route(path, page) for path in PAGES),
        Route("/assets/{path:path}", asset),
        Route("/style.grass", style, methods=["GET", "OPTIONS"]),
        guide_route,
    ]


def graphiql(endpoint: ASGIApp, static: Path) -> ASGIApp:
    """The GraphQL endpoint, which gives a browser that opens it the page to write operations in.

    A browser asks for text/html by name; clients of the API ask for JSON, or for anything.
    """
    file = static / "graphiql.html"
    if not file.is_file():
        return endpoint

    class Negotiated:
        """A class, because Starlette takes a function for a handler of requests."""

        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            accept = Headers(scope=scope).get("accept", "")
            if scope["method"] in {"GET", "HEAD"} and "text/html" in accept and "json" not in accept:
                await _page(Request(scope), file, _EDITOR)(scope, receive, send)
            else:
                await endpoint(scope, receive, send)

    return Negotiated()


def _page(
    request: Request, file: Path, policy: str, status: int = 200, more: Mapping[str, str] | None = None
) -> Response:
    """A page, asked for again each time and sent again where it changed (RFC 9110, section 13)."""
    tag = f'"{hashlib.blake2b(file.read_bytes(), digest_size=12).hexdigest()}"'
    headers = {"etag": tag, "cache-control": "no-cache", "content-security-policy": policy, **_SAFE}
    headers |= {"vary": "accept, accept-encoding", **(more or {})}
    if status == 200 and tag in request.headers.get("if-none-match", "").replace("W/", "").split(", "):
        return Response(status_code=304, headers=headers)
    return _body(request, file, headers, status)


def _asset(request: Request, folder: Path, path: str) -> Response:
    file = (folder / path).resolve()
    if not file.is_relative_to(folder.resolve()) or not file.is_file():
        return PlainTextResponse("there is no such file\n", 404, _SAFE)
    headers = {"cache-control": "public, max-age=31536000, immutable", "vary": "accept-encoding", **_SAFE}
    return _body(request, file, headers)


def _body(request: Request, file: Path, headers: dict[str, str], status: int = 200) -> Response:
    """A file in the smallest form that the client takes."""
    accepted = {part.partition(";")[0].strip() for part in request.headers.get("accept-encoding", "").split(",")}
    media = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "text/plain"
    for coding, ending in _CODINGS:
        smaller = file.with_name(file.name + ending)
        if coding in accepted and smaller.is_file():
            return Response(smaller.read_bytes(), status, {**headers, "content-encoding": coding}, media)
    return Response(file.read_bytes(), status, headers, media)


async def _guide(request: Request) -> Response:
    if request.method == "OPTIONS":  # Neo4j Browser's request has headers of its own, about which it is asked first
        return Response(status_code=204, headers=_ANYBODY)
    headers = {"content-security-policy": _PLAIN, "cache-control": "no-cache", **_SAFE, **_ANYBODY}
    return Response(guide.page(), headers=headers, media_type="text/html")


async def _unbuilt(request: Request) -> Response:
    """What is where, without the explorer: a page for browsers, a text for everybody else."""
    base = str(request.base_url).rstrip("/")
    headers = {"content-security-policy": _PLAIN, "vary": "accept", **_SAFE}
    if "text/html" not in request.headers.get("accept", ""):
        lines = "".join(f"{name:<10}{base}{path}\n" for path, name in _LINKS)
        return PlainTextResponse(f"Qianglian\n\n{lines}", headers=headers)
    items = "".join(f'<li><a href="{path}">{name}</a> {html.escape(base + path)}</li>' for path, name in _LINKS)
    text = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Qianglian</title>'
        '<meta name="viewport" content="width=device-width">'
        "<style>:root{color-scheme:light dark}body{font:1rem/1.6 system-ui;max-width:40rem;margin:3rem auto;padding:0 1rem}"
        "a{color:light-dark(#1a6585,#6cc0e2)}</style>"
        "<h1>Qianglian 强链</h1><p>The API is running. The explorer is not built here: <code>qianglian serve</code> "
        "said why when it started (docs/explorer.md).</p>"
        f"<ul>{items}</ul></html>"
    )
    return Response(text, headers=headers, media_type="text/html")
