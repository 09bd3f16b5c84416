"""The routes of reconciliation."""

from __future__ import annotations

from starlette.routing import Route

from api.reconcile import suggest
from api.reconcile.preview import flyout, preview
from api.reconcile.service import reconcile


def routes() -> list[Route]:
    """All of them."""
    return [
        Route("/reconcile", reconcile, methods=["GET", "POST"]),
        Route("/reconcile/suggest/entity", suggest.entities),
        Route("/reconcile/suggest/property", suggest.properties),
        Route("/reconcile/suggest/type", suggest.types),
        Route("/reconcile/propose_properties", suggest.propose),
        Route("/reconcile/preview", preview),
        Route("/reconcile/flyout", flyout),
    ]
