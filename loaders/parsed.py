"""What every loader gives: a dataset, and where in its files each statement stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import Problem
from graph.statements import Dataset


@dataclass(frozen=True, slots=True)
class Parsed:
    """A dataset read; `where` gives (file, line) of the first row that speaks of a statement."""

    dataset: Dataset
    where: Mapping[str, tuple[str, int]]

    def problem(self, id_: str, column: str, message: str) -> Problem:
        """A problem with the statement `id_`, at its place in the files."""
        file, line = self.where[id_]
        return Problem(file, line, column, message)
