"""The application, assembled."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.execution import Executor
from api.http import GraphQLEndpoint, home
from api.runtime import runtime_schema
from graph import indexes, store
from graph.driver import Database
from graph.errors import DatabaseError
from graph.settings import Settings


def create_app(database: Database, settings: Settings) -> Starlette:
    """The API over an open database."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[Mapping[str, object]]:
        yield {"executor": Executor(runtime_schema(), database, settings), "database": database, "settings": settings}

    return Starlette(
        routes=[
            Route("/", home),
            Route("/graphql", GraphQLEndpoint()),
            Route("/healthz", healthy),
            Route("/readyz", ready),
        ],
        middleware=[
            Middleware(
                CORSMiddleware,
                allow_origins=settings.cors_origins,
                allow_methods=["GET", "POST"],
                allow_headers=["content-type"],
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
