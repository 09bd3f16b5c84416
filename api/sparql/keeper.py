"""A process that writes the store: builds it anew, or replaces some subjects; run as a script by api/sparql/mirror.py.

Every triple stands in the default graph, and once more in the graph of each document that is a source of it. The default
graph could also be asked for as the union of all, but pyoxigraph 0.5 gives a triple there as often as graphs have it, which
counts and sums then show.

A job is JSON on standard input: `store` and `snapshot` (folders), and `quads`, a file of N-Quads in the form of our own export;
with `subjects`, a list of IRIs, these are replaced, else the store is built anew. What it prints is the number of subjects of
each of the classes in `classes`, as JSON.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO

import pyoxigraph as ox

LINES = 200_000  # loaded at once: a whole file at once takes 1.8 GB for 10 million quads, parts of it 0.4 GB in the same time
# A line of our export with a graph: without one, an IRI or a typed literal is the last term, and no space stands before it.
_IN_GRAPH = re.compile(rb'(<[^>]*> <[^>]*> (?:<[^>]*>|".*"[^" ]*)) <[^>]*> \.\n', re.DOTALL)


def triples(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The lines of N-Quads without their graphs; a triple in several graphs, whose lines stand together, once."""
    last = b""
    for line in lines:
        found = _IN_GRAPH.fullmatch(line)
        triple = found[1] + b" .\n" if found else line
        if triple != last:
            yield triple
        last = triple


def parts(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The lines, many at a time."""
    while part := list(islice(lines, LINES)):
        yield b"".join(part)


def build(path: Path, quads: Path) -> ox.Store:
    """A new store with everything in a file."""
    shutil.rmtree(path, ignore_errors=True)
    store = ox.Store(str(path))
    with quads.open("rb") as file:
        for part in parts(file):
            store.bulk_load(part, format=ox.RdfFormat.N_QUADS)
    with quads.open("rb") as file:
        for part in parts(triples(file)):
            store.bulk_load(part, format=ox.RdfFormat.N_TRIPLES)
    store.optimize()
    return store


def replace(path: Path, quads: Path, subjects: list[str]) -> ox.Store:
    """The store, with what it says of the subjects replaced by what is in the file."""
    store = ox.Store(str(path))
    for subject in subjects:
        for quad in list(store.quads_for_pattern(ox.NamedNode(subject), None, None)):
            store.remove(quad)
    with quads.open("rb") as file:
        store.load(file.read(), format=ox.RdfFormat.N_QUADS)
    with quads.open("rb") as file:
        store.load(b"".join(triples(file)), format=ox.RdfFormat.N_TRIPLES)
    return store


def counts(store: ox.Store, classes: list[str]) -> dict[str, int]:
    """How many there are of each class, in the default graph."""
    return {
        iri: sum(1 for _ in store.quads_for_pattern(None, _TYPE, ox.NamedNode(iri), ox.DefaultGraph()))
        for iri in classes
    }


_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def main(given: IO[str], out: IO[str]) -> None:
    """Do one job."""
    job = json.load(given)
    path, quads = Path(job["store"]), Path(job["quads"])
    subjects = job["subjects"]
    store = build(path, quads) if subjects is None else replace(path, quads, subjects)
    store.flush()
    store.backup(job["snapshot"])
    json.dump(counts(store, job["classes"]), out)


if __name__ == "__main__":
    main(sys.stdin, sys.stdout)
