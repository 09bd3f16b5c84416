"""Review over HTTP, for those who know the graph's password: what is undecided, and judgements of it.

    POST   /review/session    {"name": ..., "password": ...} -> 204 and a cookie; DELETE signs out
    GET    /review/open       ?below=0.8 -> {"by", "identities", "statements"}
    POST   /review/judgement  {"left", "right", "verdict"} or {"statement", "verdict"} -> what was written

The only addresses that write. A session is a random cookie that scripts cannot read and other sites cannot send (HttpOnly,
SameSite=Strict), kept in memory for twelve hours; a request that a browser says comes from another site (Sec-Fetch-Site, or
Origin) is refused. Errors are problems in JSON as in RFC 9457.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.answers import PROBLEM
from graph import engine, review
from graph.driver import Database
from graph.errors import JudgementError, NotFoundError
from graph.settings import Settings
from graph.settle import Settled

COOKIE, HOURS = "qianglian_review", 12
MAX_BODY = 64 * 1024
_TRIES, _WINDOW = 10, 60.0  # failed sign-ins in so many seconds, of everybody together
_SESSIONS = 100

Answer = Callable[[Request, dict[str, Any]], Awaitable[Response]]


class RefusedError(Exception):
    """A request that cannot be served: an HTTP status and why."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(slots=True)
class Sessions:
    """Who is signed in: cookie -> (name, when it ends); `writing` lets one judgement at a time."""

    _open: dict[str, tuple[str, float]] = field(default_factory=dict)
    _failed: list[float] = field(default_factory=list)
    writing: asyncio.Lock = field(default_factory=asyncio.Lock)

    def sign_in(self, name: str, given: str, password: str) -> str:
        """A new session's cookie. Raises RefusedError for a wrong password, or after too many of them."""
        now = time.monotonic()
        self._failed = [at for at in self._failed if now - at < _WINDOW]
        if len(self._failed) >= _TRIES:
            raise RefusedError(429, "too many wrong passwords; wait a minute")
        if not password or not hmac.compare_digest(given.encode(), password.encode()):
            self._failed.append(now)
            raise RefusedError(401, "this is not the graph's password")
        self._open = {cookie: one for cookie, one in self._open.items() if one[1] > now}
        while len(self._open) >= _SESSIONS:
            self._open.pop(next(iter(self._open)))
        cookie = secrets.token_urlsafe(32)
        self._open[cookie] = (name, now + HOURS * 3600)
        return cookie

    def sign_out(self, cookie: str) -> None:
        """End a session, if it is one."""
        self._open.pop(cookie, None)

    def name(self, cookie: str) -> str:
        """Who has the session. Raises RefusedError where there is none."""
        name, ends = self._open.get(cookie, ("", 0.0))
        if ends < time.monotonic():
            raise RefusedError(401, "sign in first: POST /review/session")
        return name


def routes() -> list[Route]:
    """The addresses of review."""
    sessions = Sessions()

    def served(answer: Callable[[Request, Sessions], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                _same_site(request)
                return await answer(request, sessions)
            except RefusedError as error:
                return _problem(error.status, str(error))
            except JudgementError as error:
                return _problem(409, str(error))
            except NotFoundError as error:
                return _problem(404, str(error))

        return endpoint

    return [
        Route("/review/session", served(_session), methods=["POST", "DELETE"]),
        Route("/review/open", served(_open), methods=["GET"]),
        Route("/review/judgement", served(_judgement), methods=["POST"]),
    ]


async def _session(request: Request, sessions: Sessions) -> Response:
    if request.method == "DELETE":
        sessions.sign_out(request.cookies.get(COOKIE, ""))
        response = Response(status_code=204)
        response.delete_cookie(COOKIE, path="/review")
        return response
    given = await _body(request, ("name", "password"))
    name = " ".join(given["name"].split())
    if not name or name == "rule" or len(name) > 100:
        raise RefusedError(400, "name: expected who judges, up to 100 characters")
    cookie = sessions.sign_in(name, given["password"], _password(request.state.settings))
    response = Response(status_code=204)
    secure = request.url.scheme == "https"
    response.set_cookie(
        COOKIE, cookie, max_age=HOURS * 3600, path="/review", httponly=True, samesite="strict", secure=secure
    )
    return response


async def _open(request: Request, sessions: Sessions) -> Response:
    by = sessions.name(request.cookies.get(COOKIE, ""))
    try:
        below = float(request.query_params.get("below", review.DOUBTFUL))
    except ValueError as error:
        raise RefusedError(400, "below: expected a number from 0 to 1") from error
    database: Database = request.state.database
    pairs, doubts = await review.undecided(database), await review.doubtful(database, below)
    return _json(
        {"by": by, "identities": [asdict(one) for one in pairs], "statements": [asdict(one) for one in doubts]}
    )


async def _judgement(request: Request, sessions: Sessions) -> Response:
    by = sessions.name(request.cookies.get(COOKIE, ""))
    given = await _body(request, ("verdict",), ("left", "right", "statement"))
    database: Database = request.state.database
    async with sessions.writing:
        if "statement" in given and not {"left", "right"} & given.keys():
            settled = await review.judge_statement(database, given["statement"], given["verdict"], by)
        elif {"left", "right"} <= given.keys() and "statement" not in given:
            settled = await review.judge(database, given["left"], given["right"], given["verdict"], by)
        else:
            raise RefusedError(400, "expected left and right, or statement")
    return _json(_said(settled))


def _said(settled: Settled) -> dict[str, Any]:
    return {
        "documents": [asdict(one) for one in settled.summaries],
        "held": settled.held,
        "merged": settled.merged,
        "undecided": settled.undecided,
    }


def _same_site(request: Request) -> None:
    """Refuse what a browser sends for another site's page."""
    fetched, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if fetched not in {None, "same-origin", "none"} or (
        origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    ):
        raise RefusedError(403, "a request from another site")


async def _body(request: Request, required: tuple[str, ...], allowed: tuple[str, ...] = ()) -> dict[str, str]:
    """The texts of a JSON object. Raises RefusedError for anything else, and for keys that are not known or missing."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise RefusedError(415, "expected application/json")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY:
            raise RefusedError(413, f"expected at most {MAX_BODY} bytes")
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise RefusedError(400, f"not JSON: {error}") from error
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise RefusedError(400, "expected an object of texts")
    if unknown := sorted(given.keys() - {*required, *allowed}):
        raise RefusedError(400, f"{unknown[0]}: unknown; known are {', '.join((*required, *allowed))}")
    if missing := [name for name in required if name not in given]:
        raise RefusedError(400, f"{missing[0]}: is required")
    return given


def _password(settings: Settings) -> str:
    if settings.neo4j_uri is not None:
        return settings.neo4j_password or ""
    status = engine.status(settings)
    return status.password() if status else ""


def _json(value: Any) -> Response:
    return Response(orjson.dumps(value), headers={"content-type": "application/json", "cache-control": "no-store"})


def _problem(status: int, detail: str) -> Response:
    body = orjson.dumps({"type": "about:blank", "status": status, "detail": detail})
    return Response(body, status, headers={"content-type": PROBLEM, "cache-control": "no-store"})
