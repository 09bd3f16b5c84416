"""The routes of linked data."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.answers import cache_control, respond, tag
from api.linked.data import data
from api.linked.documents import PAGE, context, document
from api.linked.explored import explored
from api.linked.formats import BY_SUFFIX
from api.linked.page import page
from api.linked.resources import thing


def routes(*, explorer: bool) -> list[Route]:
    """All of them; `explorer` says whether one is built, and so what `/entity/...` is."""
    return [
        Route("/id/{type}/{key}", thing),
        Route("/statement/{type}/{key}", thing),
        Route("/evidence/{key}", thing),
        Route("/data/{type}/{key}", data),
        Route("/data/statement/{type}/{key}", data),
        Route("/entity/{type}/{key}", explored if explorer else page),
        Route("/page/linked.css", stylesheet),
        Route("/page/{type}/{key}", page),
        Route("/page/statement/{type}/{key}", page),
        *(
            Route(f"/{name}{suffix}", document)
            for name in ("ontology", "shapes")
            for suffix in ("", *BY_SUFFIX, PAGE.name)
        ),
        Route("/context.jsonld", context),
    ]


async def stylesheet(request: Request) -> Response:
    """The stylesheet of the pages made here."""
    body = _stylesheet()
    headers = {"etag": tag(body), "cache-control": cache_control(request.state.settings.max_age)}
    return respond(request, body, "text/css", headers=headers)


@cache
def _stylesheet() -> bytes:
    return files("api.linked").joinpath("static", "linked.css").read_bytes()
