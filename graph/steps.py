"""Plans of statements, as Neo4j's EXPLAIN and PROFILE tell them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One operator of a plan. `hits` (accesses to the store) and `rows` are None where the statement was not carried out."""

    operator: str
    details: str
    estimated: float  # rows, as the planner thinks
    rows: int | None
    hits: int | None
    steps: tuple[Step, ...]

    @classmethod
    def of(cls, plan: dict[str, Any]) -> Step:
        """From the driver's form."""
        said = plan.get("args", {})
        steps = tuple(cls.of(child) for child in plan.get("children", ()))
        operator = plan["operatorType"].partition("@")[0]
        return cls(
            operator,
            said.get("Details", ""),
            said.get("EstimatedRows", 0.0),
            plan.get("rows"),
            plan.get("dbHits"),
            steps,
        )

    @property
    def total(self) -> int:
        """Accesses to the store in this step and all below it."""
        return (self.hits or 0) + sum(step.total for step in self.steps)

    def all(self) -> Iterator[Step]:
        """Every step from here down, this one first."""
        yield self
        for step in self.steps:
            yield from step.all()
