"""The application, assembled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api import linked, warming, web
from api.changes import routes as change_routes
from api.execution import Executor
from api.http import GraphQLEndpoint
from api.reconcile.routes import routes as reconcile_routes
from api.review import routes as review_routes
from api.runtime import runtime_schema
from api.sparql.mirrors import Mirrors
from api.sparql.routes import routes as sparql_routes
from graph import indexes, store
from graph.driver import Database
from graph.errors import DatabaseError
from graph.settings import Settings


def create_app(database: Database, settings: Settings, *, warm: bool = False, static: Path = web.STATIC) -> Starlette:
    """The API over an open database, and the explorer where one is built in `static`.

    With `warm` it asks what the explorer's pages will, while it serves (api/warming.py).
    """
    built = web.built(static)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[Mapping[str, object]]:
        mirrors = Mirrors(database, settings)
        executor = Executor(runtime_schema(), database, settings)
        ahead = asyncio.create_task(warming.warm(executor, static)) if warm and built else None
        try:
            yield {
                "executor": executor,
                "database": database,
                "settings": settings,
                "sparql": mirrors,
                "explorer": static if built else None,
            }
        finally:
            if ahead:
                ahead.cancel()
                await asyncio.wait([ahead])
            await mirrors.close()

    return Starlette(
        routes=[
            *web.routes(static),
            Route("/graphql", web.graphiql(GraphQLEndpoint(), static)),
            Route("/healthz", healthy),
            Route("/readyz", ready),
            *linked.routes(explorer=built),
            *sparql_routes(),
            *change_routes(),
            *reconcile_routes(),
            *review_routes(),
        ],
        middleware=[
            Middleware(
                CORSMiddleware,
                allow_origins=settings.cors_origins,
                allow_methods=["GET", "POST"],
                allow_headers=["content-type"],
                expose_headers=[
                    "content-location",
                    "etag",
                    "link",
                    "qianglian-age",
                    "qianglian-statements",
                    "qianglian-version",
                ],
            )
        ]
        if settings.cors_origins
        else [],
        lifespan=lifespan,
    )


async def healthy(_: Request) -> Response:
    """The process answers."""
    return JSONResponse({"status": "ok"})


async def ready(request: Request) -> Response:
    """Neo4j answers, its indexes are online, and no load is unfinished."""
    database: Database = request.state.database
    try:
        missing = await indexes.missing(database)
        unfinished = await store.unfinished(database)
    except DatabaseError:
        return JSONResponse({"status": "unavailable", "reason": "the database does not answer"}, 503)
    if missing or unfinished:
        return JSONResponse({"status": "unavailable", "indexes_missing": missing, "loads_unfinished": unfinished}, 503)
    return JSONResponse({"status": "ready"})
