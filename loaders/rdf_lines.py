"""On which line of an RDF file a resource first stands: parsers say where the syntax is wrong, but not where a triple was."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from graph.errors import Problem

_IRI = re.compile(r"""<([^<>\s]+)>|(?:"id":\s*|"@id":\s*|rdf:about=)"([^"]+)\"""")


@dataclass(frozen=True, slots=True)
class At:
    """A problem with a resource, given by its IRI."""

    problem: Problem
    resource: str


def placed(path: Path, found: Sequence[At]) -> list[Problem]:
    """The problems, each with the line of `path` on which its resource first stands, where one does as it is spelled."""
    wanted = {one.resource for one in found}
    lines: dict[str, int] = {}
    for number, resource in _resources(path):
        if resource in wanted:
            lines.setdefault(resource, number)
            if len(lines) == len(wanted):
                break
    return [replace(one.problem, line=lines.get(one.resource, one.problem.line)) for one in found]


def _resources(path: Path) -> Iterator[tuple[int, str]]:
    """(line, IRI) for the first IRI of every line that has one; what JSON-LD shortens is not found."""
    with path.open("rb") as file:
        for number, line in enumerate(gzip.GzipFile(fileobj=file) if path.suffix == ".gz" else file, 1):
            if match := _IRI.search(line.decode(errors="replace")):
                yield number, match[1] or match[2]
