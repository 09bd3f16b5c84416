"""What every loader gives: a dataset, and where in its files each statement stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import Problem
from graph.statements import Dataset

Place = tuple[str, int]  # file and line


@dataclass(frozen=True, slots=True)
class Parsed:
    """A dataset read; `where` gives the place of the first row that speaks of a statement."""

    dataset: Dataset
    described: Place
    where: Mapping[str, Place]

    def problem(self, id_: str, column: str, message: str) -> Problem:
        """A problem with the statement `id_`, at its place in the files."""
        return Problem(*self.where[id_], column, message)
