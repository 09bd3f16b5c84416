"""The routes of SPARQL."""

from __future__ import annotations

from starlette.routing import Route

from api.sparql.endpoint import sparql
from api.sparql.examples import examples


def routes() -> list[Route]:
    """All of them."""
    return [
        Route("/sparql", sparql, methods=["GET", "POST"]),
        Route("/sparql/examples.json", examples),
    ]
