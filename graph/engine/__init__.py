"""The local Neo4j: fetched, set up, started, shared and stopped, without Docker and without an installation."""

from graph.engine.admin import admin
from graph.engine.server import running, start, stop
from graph.engine.setup import warm
from graph.engine.state import ServerStatus, status

__all__ = ["ServerStatus", "admin", "running", "start", "status", "stop", "warm"]
