"""Loaders: one file per kind of source, all of one shape: fetch -> parse -> statements.

The registry is explicit: a path is given to the first loader that says it can read it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Protocol

from graph.errors import DatasetError, Problem
from loaders import folder, rdf
from loaders.parsed import Parsed


class Loader(Protocol):
    """What a loader is: a module with these two functions."""

    def reads(self, path: Path) -> bool:
        """Whether it can read what is at `path`."""

    def parse(self, path: Path) -> Parsed:
        """Read it."""


LOADERS: tuple[Loader, ...] = (folder, rdf)


def parse(path: Path) -> Parsed:
    """Read the source at `path`. Raises DatasetError with everything that is wrong in it."""
    for loader in LOADERS:
        if loader.reads(path):
            return loader.parse(path)
    expected = "a folder with a dataset.toml, or an RDF file (docs/datasets.md)"
    raise DatasetError([Problem(str(path), 0, "", f"not a dataset: expected {expected}")])


def shipped() -> list[Path]:
    """The folders of the datasets that ship, in a checkout or in an installed wheel."""
    checkout = Path(__file__).resolve().parent.parent / "data"
    data = checkout if checkout.is_dir() else Path(sys.prefix) / "share" / "qianglian" / "data"
    return sorted(path.parent for path in data.glob("*/dataset.toml"))
