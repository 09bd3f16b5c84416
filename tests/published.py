"""Publications in tests: made of the graph, compared as trees of bytes, read."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import orjson

from api.publication import publish
from api.publication.publish import Published
from tests.conftest import Graph

BASE = "https://graph.example.org/sub"


def make(graph: Graph, folder: Path, **how: Any) -> Published:
    """Publish the graph."""
    return graph.run(publish(graph.database, folder, BASE, **how))


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def rows(path: Path) -> list[dict[str, Any]]:
    """The lines of a gzipped JSON Lines file."""
    return [orjson.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]
