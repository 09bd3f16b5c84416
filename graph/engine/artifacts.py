"""The jars that make up the server: what `jars.lock` says, and where each lies in a cache and in a repository.

The lock holds a line per jar, ``group:artifact:version[:classifier] size sha256``, sorted; lines that start with ``#``
are comments. It names no address: that is a setting. `scripts/lock_jars.py` writes it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Jar:
    """One locked jar."""

    coordinate: str  # group:artifact:version[:classifier]
    size: int  # bytes
    sha256: str

    @property
    def file_name(self) -> str:
        """The name Maven gives it: ``artifact-version[-classifier].jar``."""
        return "-".join(self.coordinate.split(":")[1:]) + ".jar"

    @property
    def cached(self) -> str:
        """Its place under a cache's `jars` folder; the group keeps equal artifact names apart."""
        return f"{self.coordinate.split(':')[0]}/{self.file_name}"

    @property
    def remote(self) -> str:
        """Its place under a Maven repository (the layout is Maven 2's)."""
        group, artifact, version = self.coordinate.split(":")[:3]
        return f"{group.replace('.', '/')}/{artifact}/{version}/{self.file_name}"


@dataclass(frozen=True, slots=True)
class Lock:
    """All jars of the server, and a digest that changes whenever one of them does."""

    jars: tuple[Jar, ...]
    digest: str

    @property
    def neo4j_version(self) -> str:
        """The version of Neo4j that the lock holds; raises ValueError where it holds none."""
        for jar in self.jars:
            if jar.coordinate.startswith("org.neo4j:neo4j:"):
                return jar.coordinate.split(":")[2]
        raise ValueError("the lock holds no org.neo4j:neo4j")

    def paths(self, folder: Path) -> list[Path]:
        """Every jar's path where `folder` is the cache's `jars` folder, in the lock's order."""
        return [folder / jar.cached for jar in self.jars]


def parse(text: str) -> Lock:
    """A lock from its text; raises ValueError for a line that does not read as one."""
    jars = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            coordinate, size, sha256 = line.split()
            jars.append(Jar(coordinate, int(size), sha256))
    return Lock(tuple(jars), _digest(jars))


def dump(jars: Iterable[Jar]) -> str:
    """The text of a lock."""
    return "".join(f"{jar.coordinate} {jar.size} {jar.sha256}\n" for jar in sorted(jars))


def shipped() -> Lock:
    """The lock that is part of this package."""
    return parse(files("graph.engine").joinpath("jars.lock").read_text(encoding="utf-8"))


def _digest(jars: Iterable[Jar]) -> str:
    return hashlib.sha256(dump(jars).encode()).hexdigest()[:16]
