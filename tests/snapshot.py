"""All that a graph holds, for comparing."""

from __future__ import annotations

from typing import Any, Protocol

from graph.driver import Row


class Readable(Protocol):
    """What can be asked in Cypher."""

    def read(self, cypher: str) -> list[Row]:
        """Rows of a statement."""


_NODES = "MATCH (n:!(Graph|Change)) RETURN labels(n), properties(n)"
_RELATIONSHIPS = "MATCH (a)-[r]->(b) RETURN type(r), coalesce(a.id, ''), coalesce(b.id, ''), properties(r)"
# When a dataset was written last is not what it says.
_PASSING = {"version"}


def snapshot(graph: Readable) -> set[Any]:
    """Every node and relationship with its properties; the graph's version and what each write did aside."""
    nodes = {("node", *sorted(labels), _frozen(properties)) for labels, properties in graph.read(_NODES)}
    return nodes | {(*row[:3], _frozen(row[3])) for row in graph.read(_RELATIONSHIPS)}


def version(graph: Readable) -> int:
    """The graph's version, which every write raises."""
    [[number]] = graph.read("MATCH (g:Graph) RETURN g.version")
    return int(number)


def _frozen(properties: dict[str, Any]) -> frozenset[Any]:
    pairs = ((name, value) for name, value in properties.items() if name not in _PASSING)
    return frozenset((name, tuple(value) if isinstance(value, list) else value) for name, value in pairs)
