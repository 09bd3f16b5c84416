"""Cypher as it grows: fresh variables, parameters with where their values come from, and the moment that is asked about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from api.compiler.given import Getter, Given, Variables
from api.errors import FILTERS, coded
from schema.dates import first_day, last_day, today


@dataclass(frozen=True, slots=True)
class Moment:
    """The time an operation asks about: parameters for its first and last day, or everything not ended by today."""

    first: str
    last: str | None = None

    def holds(self, variable: str) -> str:
        """The predicate that a node or relationship is valid then; partial dates count whole (design: Time)."""
        # No OR, which the planner would turn over in every combination with the others of a filter.
        ended = f"coalesce({variable}.until >= left({self.first}, size({variable}.until)), true)"
        if self.last is None:
            return ended
        return f"coalesce({variable}.since <= {self.last}, true) AND {ended}"


@dataclass(slots=True)
class Text:
    """The parts of a statement that all of its pieces share."""

    max_filters: int = 1000  # conditions that its filters may have
    parameters: dict[str, Getter] = field(default_factory=dict)
    fixed: list[tuple[Getter, Any]] = field(default_factory=list)
    _count: int = 0
    _conditions: int = 0
    _today: str | None = None

    def variable(self, letter: str) -> str:
        """A Cypher variable that is not in use."""
        self._count += 1
        return f"{letter}{self._count}"

    def condition(self) -> None:
        """Count a condition of a filter. Raises a GraphQL error where there are too many."""
        self._conditions += 1
        if self._conditions > self.max_filters:
            raise coded(
                f"the filters have more than {self.max_filters} conditions, which is how many are allowed", FILTERS
            )

    def parameter(self, get: Getter) -> str:
        """A parameter whose value `get` finds among the variables; as it is written in Cypher."""
        name = f"p{len(self.parameters)}"
        self.parameters[name] = get
        return f"${name}"

    def value(self, given: Given, convert: Callable[[Any], Any] = lambda value: value) -> str:
        """A parameter with the value given, converted."""
        get = given.get
        return self.parameter(lambda variables: convert(get(variables)))

    def fix(self, given: Given) -> Any:
        """A value that the text itself depends on (a direction, a language, a bound of a pattern): the plan fits only
        operations that give the same.
        """
        self.fixed.append((given.get, given.value))
        return given.value

    def moment(self, given: Given | None) -> Moment:
        """The moment of an `asOf`; without one, now."""
        if given is None or given.null:
            self._today = self._today or self.parameter(lambda _: today())
            return Moment(self._today)
        return Moment(self.value(given, first_day), self.value(given, last_day))

    def fits(self, variables: Variables) -> bool:
        """Whether the plan's text is the one for these variables, given that their shape is."""
        return all(get(variables) == value for get, value in self.fixed)

    def values(self, variables: Variables) -> dict[str, Any]:
        """The parameters for one run."""
        return {name: get(variables) for name, get in self.parameters.items()}
