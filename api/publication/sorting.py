"""Sorting more lines than memory should hold: sorted runs in temporary files, merged when they are read."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

_RUN = 8 << 20  # bytes of lines that are sorted in memory


class Sorter:
    """Lines with keys, given back in the order of the keys and, among equal ones, of the lines. Neither has a NUL or LF."""

    def __init__(self, under: Path, run: int = _RUN) -> None:
        self._under, self._run = under, run
        self._waiting: list[bytes] = []
        self._size = 0
        self._runs: list[Path] = []

    def add(self, key: str, line: bytes) -> None:
        """Take a line."""
        entry = b"%s\0%s\n" % (key.encode(), line)
        self._waiting.append(entry)
        self._size += len(entry)
        if self._size > self._run:
            self._spill()

    def _spill(self) -> None:
        with tempfile.NamedTemporaryFile(dir=self._under, prefix="run-", delete=False) as file:
            file.writelines(sorted(self._waiting))
        self._runs.append(Path(file.name))
        self._waiting, self._size = [], 0

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        """(key, line) in order; may be asked for as often as needed, and several times at once."""
        with ExitStack() as stack:
            runs = [stack.enter_context(path.open("rb")) for path in self._runs]
            for entry in heapq.merge(*runs, iter(sorted(self._waiting))):
                key, _, line = entry[:-1].partition(b"\0")
                yield key.decode(), line


class Groups:
    """Reads a sorter beside another stream in the same order: what has a key, asked for with rising keys."""

    def __init__(self, sorter: Sorter) -> None:
        self._entries = iter(sorter)
        self._next = next(self._entries, None)

    def of(self, key: str) -> list[bytes]:
        """The lines of a key; those of keys before it are passed over."""
        found: list[bytes] = []
        while self._next is not None and self._next[0] <= key:
            if self._next[0] == key:
                found.append(self._next[1])
            self._next = next(self._entries, None)
        return found
