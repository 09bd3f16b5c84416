"""What selections are built from: rows of columns, their cost, and where a connection's entities come from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from api.compiler.given import Getter
from api.compiler.text import Moment
from api.links import Link


@dataclass(slots=True)
class Row:
    """The columns of one nested list; `name` is what Python calls it."""

    name: str
    columns: list[str] = field(default_factory=list)

    def column(self, cypher: str) -> str:
        """Add a column if it is not there; gives the Python expression for its value."""
        if cypher not in self.columns:
            self.columns.append(cypher)
        return f"{self.name}[{self.columns.index(cypher)}]"

    @property
    def cypher(self) -> str:
        """The row as Cypher gives it."""
        return f"[{', '.join(self.columns)}]"


@dataclass(slots=True)
class Cost:
    """How many entities a branch may give: `first` times what is in it."""

    first: Getter | None = None
    inner: list[Cost] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a connection's entities come from: what has to be matched, and the names it gives them."""

    match: Callable[[str, str | None], str]  # (node variable, edge variable) -> MATCH ... WHERE ..., open for more
    owner: str  # the GraphQL type of the nodes
    edge_type: str  # the GraphQL type of the edges
    connection_type: str
    moment: Moment
    link: Link | None = None
