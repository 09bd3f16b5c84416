"""What selections are built from: rows of columns, their cost, and where a connection's entities come from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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

    def or_none(self, value: str, column: str) -> str:
        """The Python expression of `value`, made of this row where `column` gives one, and else of None."""
        return f"next(({value} for {self.name} in ({column},) if {self.name} is not None), None)"

    @property
    def cypher(self) -> str:
        """The row as Cypher gives it."""
        return f"[{', '.join(self.columns)}]"


@dataclass(slots=True)
class Cost:
    """How many entities a branch may give: `first` times what is in it."""

    first: Getter | None = None
    inner: list[Cost] = field(default_factory=list)

    def times(self, first: Getter) -> Cost:
        """A branch of this one that is there `first` times."""
        branch = Cost(first)
        self.inner.append(branch)
        return branch


@dataclass(frozen=True, slots=True)
class Found:
    """A clause that finds rows, and what has to hold of them."""

    clause: str
    predicates: Sequence[str]

    def cypher(self, *more: str, hint: str = "") -> str:
        """The clause with its predicates, and more of them."""
        predicates = [*more, *self.predicates]
        where = f" WHERE {' AND '.join(predicates)}" if predicates else ""
        return f"{self.clause}{hint}{where}"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a connection's rows come from.

    `find(node, edge)` finds them, giving these names to each row's entity and relation (None at a root). Where `owner_variable`
    and `link` are set, rows are the relations of that entity.
    """

    find: Callable[[str, str | None], Found]
    owner: str  # the GraphQL type of the nodes
    edge_type: str  # the GraphQL type of the edges
    connection_type: str
    moment: Moment
    link: Link | None = None
    owner_variable: str = ""
    whole: bool = False  # whether it is all there is of a type
    anchored: bool = False  # whether an index other than that of ids finds the few rows there can be
