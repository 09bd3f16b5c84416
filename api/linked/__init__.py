"""Linked data over HTTP: every address under the base IRI answers, with a page or with data as the client prefers."""

from api.linked.routes import routes

__all__ = ["routes"]
