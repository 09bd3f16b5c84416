"""What every answer over HTTP but GraphQL's shares: negotiation, entity tags, relative addresses, problems.

Content negotiation is that of RFC 9110 section 12, with the reader of `Accept` of python-mimeparse. Problems are JSON as in
RFC 9457. Locations and links are relative to the request's own address, so that they hold behind any proxy and under any
base IRI.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from typing import Any, NamedTuple

import mimeparse  # type: ignore[import-untyped]
import orjson
from starlette.requests import Request
from starlette.responses import Response

HTML, JSON, PROBLEM = "text/html", "application/json", "application/problem+json"

# Pages run no script but our own files', load nothing from elsewhere and are shown in no frame.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class Offer(NamedTuple):
    """A representation that there is: its media type, and what it is called where it is asked for by that."""

    media_type: str
    name: str


def choose(accept: str | None, offers: Sequence[Offer]) -> Offer | None:
    """The representation that fits an `Accept` header best, the first of those that fit alike; None where none does.

    No header, or one that cannot be read, is as `*/*` (RFC 9110, 12.4.1 and 12.5.1). Parameters of media types other than
    `q` do not count: `application/ld+json` is what `application/ld+json;profile=...` gets.
    """
    parts = [part for part in (accept or "").lower().split(",") if part.strip()]
    if not parts:
        return offers[0]
    try:
        ranges = [mimeparse.parse_media_range(part) for part in parts]
    except mimeparse.MimeTypeParseException:
        return offers[0]
    best = max(offers, key=lambda offer: mimeparse.quality_parsed(offer.media_type, ranges))
    return best if mimeparse.quality_parsed(best.media_type, ranges) > 0 else None


def accept(request: Request) -> str | None:
    """All `Accept` headers of a request as one; None where there is none."""
    return ",".join(request.headers.getlist("accept")) or None


def relative(request: Request, path: str) -> str:
    """The reference from a request's address to `path`, which is from our root and begins without a slash.

    Counted in the address as it was sent: in `/id/agency%2Fcnca` the last segment is one.
    """
    raw = request.scope.get("raw_path") or request.scope["path"].encode()
    depth = raw.count(b"/") - request.scope.get("root_path", "").rstrip("/").count("/") - 1
    return "../" * depth + path if depth else path


def here(request: Request) -> str:
    """The path of a request from our root, without its first slash."""
    path: str = request.scope["path"]
    return path.removeprefix(request.scope.get("root_path", "").rstrip("/")).lstrip("/")


def tag(*said: object) -> str:
    """A strong entity tag: the same as long as all that is said is, and the release."""
    text = "\0".join(map(str, (version("qianglian"), *said)))
    return f'"{hashlib.blake2b(text.encode(), digest_size=12).hexdigest()}"'


def fresh(request: Request, etag: str) -> bool:
    """Whether the client has what `etag` says already (RFC 9110, 13.1.2)."""
    given = request.headers.get("if-none-match")
    if given is None or request.method not in {"GET", "HEAD"}:
        return False
    return etag in (one.strip().removeprefix("W/") for one in given.split(","))


def respond(
    request: Request, body: bytes, media_type: str, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """A response; to HEAD without its body, and 304 where the client has it."""
    content_type = f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
    given = {"content-type": content_type, **(headers or {})}
    given.setdefault("x-content-type-options", "nosniff")
    if media_type == HTML:
        given.setdefault("content-security-policy", PAGE_POLICY)
        given.setdefault("referrer-policy", "same-origin")
    if status == 200 and "etag" in given and fresh(request, given["etag"]):
        kept = ("etag", "vary", "cache-control", "content-location", "link")
        return Response(status_code=304, headers={name: given[name] for name in kept if name in given})
    given["content-length"] = str(len(body))
    return Response(b"" if request.method == "HEAD" else body, status, given)


def as_json(
    request: Request, value: Any, *, status: int = 200, media_type: str = JSON, headers: Mapping[str, str] | None = None
) -> Response:
    """A response in JSON."""
    return respond(request, orjson.dumps(value), media_type, status=status, headers=headers)


def problem(
    request: Request, status: int, code: str, detail: str, headers: Mapping[str, str] | None = None, **members: Any
) -> Response:
    """A problem in the form of RFC 9457: `code` is for programs, `detail` for people."""
    value = {"title": code.replace("_", " ").lower(), "status": status, "code": code, "detail": detail, **members}
    given = {"cache-control": "no-store", **(headers or {})}
    return as_json(request, value, status=status, media_type=PROBLEM, headers=given)


def not_acceptable(request: Request, offers: Iterable[Offer], links: Mapping[str, str]) -> Response:
    """406, with all that there is: `links` are the addresses of the offers by name (RFC 9110, 15.5.7)."""
    there = {offer.media_type: links[offer.name] for offer in offers if offer.name in links}
    return problem(
        request,
        406,
        "NOT_ACCEPTABLE",
        f"there is nothing of the types asked for; there is {', '.join(there)}",
        {"vary": "accept", "link": link_header([(at, {"rel": "alternate", "type": of}) for of, at in there.items()])},
        available=[{"type": type_, "href": href} for type_, href in there.items()],
    )


def moved(request: Request, status: int, path: str, headers: Mapping[str, str] | None = None) -> Response:
    """A redirect to `path` from our root, as a relative reference (RFC 9110, 10.2.2)."""
    given = {"location": relative(request, path), "content-length": "0", **(headers or {})}
    return Response(status_code=status, headers=given)


def link_header(links: Iterable[tuple[str, Mapping[str, str]]]) -> str:
    """The value of a Link header (RFC 8288): references with their parameters."""
    return ", ".join(
        f"<{target}>" + "".join(f'; {name}="{value}"' for name, value in parameters.items())
        for target, parameters in links
    )


def cache_control(max_age: int) -> str:
    """How long an answer may be used without asking again."""
    return f"public, max-age={max_age}, must-revalidate"
