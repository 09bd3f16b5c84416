"""A process that answers queries over one snapshot of the store, one after the other; run as a script by api/sparql/pool.py.

It is ended from outside where a query takes too long: pyoxigraph cannot be interrupted. So it imports nothing of ours, holds
nothing that matters, and bounds itself too: its memory by RLIMIT_AS, and its time by an alarm, should the parent be gone.

A job is a line of JSON on standard input; the answer is a line of JSON on standard output, and after it as many bytes as its
`length` says.
"""

from __future__ import annotations

import io
import json
import os
import sys
from typing import IO, Any, cast

import pyoxigraph as ox

try:
    import resource
    import signal
except ImportError:  # Windows
    BOUNDED = False
else:
    BOUNDED = hasattr(signal, "alarm")

_RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
NO_MEMORY = 77  # exit code; where Rust gets no memory it aborts
_GRACE = 5  # seconds past its bound before a worker ends itself


class TooLargeError(Exception):
    """The answer is larger than it may be."""


class Bounded(io.RawIOBase):
    """Bytes in memory, up to a size."""

    def __init__(self, most: int) -> None:
        self.parts: list[bytes] = []
        self.left = most

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any) -> int:
        """Keep a copy. Raises TooLargeError past the size."""
        self.left -= len(data)
        if self.left < 0:
            raise TooLargeError
        self.parts.append(bytes(data))
        return len(data)


def answer(store: ox.Store, job: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """The head of an answer and its body, in parts."""
    graphs: dict[str, Any] = {}
    if job["default"] is not None:
        graphs["default_graph"] = [ox.NamedNode(iri) for iri in job["default"]]
    if job["named"] is not None:
        graphs["named_graphs"] = [ox.NamedNode(iri) for iri in job["named"]]
    try:
        found = store.query(job["query"], base_iri=job["base"], prefixes=job["prefixes"], **graphs)
    except SyntaxError as error:
        return {"error": "MALFORMED_QUERY", "message": str(error)}, []
    out = Bounded(job["most"])
    rdf = isinstance(found, ox.QueryTriples)
    media_type = job["triples"] if rdf else job["results"]
    if media_type is None:
        return {"error": "NOT_ACCEPTABLE", "message": "triples" if rdf else "results"}, []
    try:
        if isinstance(found, ox.QueryTriples):
            format_ = ox.RdfFormat.from_media_type(media_type)
            assert format_ is not None
            ox.serialize(found, cast(IO[bytes], out), format_, prefixes=job["prefixes"])
        else:
            found.serialize(cast(IO[bytes], out), _RESULTS[media_type])
    except TooLargeError:
        return {"error": "RESULT_LIMIT_EXCEEDED", "message": ""}, []
    except (RuntimeError, ValueError, OSError) as error:
        return {"error": "QUERY_FAILED", "message": str(error)}, []
    return {"type": media_type, "length": sum(map(len, out.parts))}, out.parts


def bound(memory: int) -> None:
    """Let the process have `memory` bytes of address space beyond what it has by now."""
    if not BOUNDED or not os.path.exists("/proc/self/statm"):
        return
    with open("/proc/self/statm") as file:
        has = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (has + memory, has + memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def serve(path: str, memory: int, given: IO[bytes], out: IO[bytes]) -> None:
    """Answer jobs until there are no more."""
    store = ox.Store.read_only(path)
    next(iter(store.quads_for_pattern(None, None, None)), None)  # files are open before the bound is set
    bound(memory)
    out.write(b"{}\n")
    out.flush()
    for line in given:
        job = json.loads(line)
        if BOUNDED:
            signal.alarm(int(job["seconds"]) + _GRACE)
        head, parts = answer(store, job)
        out.write(json.dumps(head).encode() + b"\n")
        out.writelines(parts)
        out.flush()
        if BOUNDED:
            signal.alarm(0)


if __name__ == "__main__":
    try:
        serve(sys.argv[1], int(sys.argv[2]), sys.stdin.buffer, sys.stdout.buffer)
    except MemoryError:
        os._exit(NO_MEMORY)
