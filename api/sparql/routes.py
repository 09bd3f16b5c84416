"""The routes of SPARQL."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.answers import cache_control, here, respond, tag
from api.sparql.description import page
from api.sparql.endpoint import sparql
from api.sparql.examples import examples

_TYPES = {"page.js": "text/javascript", "page.css": "text/css"}


def routes() -> list[Route]:
    """All of them."""
    return [
        Route("/sparql", sparql, methods=["GET", "POST"]),
        *(Route(f"/sparql/{name}", asset) for name in _TYPES),
        Route("/sparql/examples.json", examples),
    ]


async def asset(request: Request) -> Response:
    """A file of the query page."""
    name = here(request).rpartition("/")[2]
    body = page(name)
    headers = {"etag": tag(body), "cache-control": cache_control(request.state.settings.max_age)}
    return respond(request, body, _TYPES[name], headers=headers)
