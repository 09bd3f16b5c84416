"""Files of a publication: gzipped so that bytes repeat, with the checksums that index.json gives.

gzip: RFC 1952, without a name and with no time of modification. The compressed bytes also depend on the zlib that Python was
built with, so the checksum of the content is kept beside that of the file.
"""

from __future__ import annotations

import gzip
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

_BUFFER = 1 << 18


@dataclass(frozen=True, slots=True)
class Sums:
    """Of a file: its size in bytes and its SHA-256 in hex; of a gzipped one also those of its content."""

    bytes: int
    sha256: str
    content_bytes: int | None = None
    content_sha256: str | None = None

    def as_json(self) -> dict[str, int | str]:
        """As index.json has it."""
        said: dict[str, int | str | None] = {"bytes": self.bytes, "sha256": self.sha256}
        said |= {"contentBytes": self.content_bytes, "contentSha256": self.content_sha256}
        return {name: value for name, value in said.items() if value is not None}


class _Hashed(io.RawIOBase):
    """A file that is hashed as it is written."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self.hash, self.size = hashlib.sha256(), 0

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.hash.update(data)
        self.size += len(data)
        return self._file.write(data)

    def close(self) -> None:
        self._file.close()
        super().close()


class Packed:
    """A gzipped file that is being written; a context, after whose end `sums` are known."""

    def __init__(self, path: Path) -> None:
        self._out = _Hashed(path)
        self._zip = gzip.GzipFile(filename="", mode="wb", fileobj=self._out, compresslevel=6, mtime=0)
        self._parts: list[bytes] = []
        self._waiting = 0
        self._hash, self._size = hashlib.sha256(), 0

    def write(self, data: bytes) -> None:
        """Write some of the content."""
        self._parts.append(data)
        self._waiting += len(data)
        if self._waiting > _BUFFER:
            self._flush()

    def _flush(self) -> None:
        data = b"".join(self._parts)
        self._parts, self._waiting = [], 0
        self._hash.update(data)
        self._size += len(data)
        self._zip.write(data)

    @property
    def sums(self) -> Sums:
        """Of the file, once it is closed."""
        return Sums(self._out.size, self._out.hash.hexdigest(), self._size, self._hash.hexdigest())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._flush()
            self._zip.close()
        finally:
            self._out.close()


def plain(path: Path, content: bytes) -> Sums:
    """Write a file that is not gzipped."""
    path.write_bytes(content)
    return Sums(len(content), hashlib.sha256(content).hexdigest())


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def lines(path: Path) -> Iterator[bytes]:
    """The lines of a gzipped file, without their ends; none is kept. Raises OSError and EOFError where it is damaged."""
    with gzip.open(path, "rb") as file:
        for line in file:
            yield line.rstrip(b"\n")
