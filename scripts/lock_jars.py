"""Write graph/engine/jars.lock: every jar the local Neo4j needs, with its size and SHA-256.

Run again whenever a version below changes (about a minute and a half, with jgo installed):

    python scripts/lock_jars.py

jgo resolves what the two coordinates need at run time; each jar is fetched once, held against the SHA-1 that the
repository publishes beside it, and hashed. The native libraries of all platforms are kept, so that one lock serves all.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
from jgo.constants import MAVEN_CENTRAL_URL
from jgo.maven import MavenContext

from graph.engine.artifacts import Jar, dump

NEEDED = ("org.neo4j:neo4j:2026.08.1", "org.neo4j.client:neo4j-browser:5.24.0")
LOCK = Path(__file__).resolve().parent.parent / "graph" / "engine" / "jars.lock"


def resolve(needed: tuple[str, ...]) -> set[str]:
    """The coordinates of every jar that `needed` need at run time, themselves included."""
    with tempfile.TemporaryDirectory() as folder:
        context = MavenContext(repo_cache=Path(folder), timeout=60)
        inputs, others = context.resolver.resolve([context.create_dependency(one) for one in needed])
    return {
        ":".join(filter(None, (jar.groupId, jar.artifactId, jar.version, jar.classifier)))
        for jar in (*inputs, *others)
        if jar.type == "jar" and jar.scope in (None, "compile", "runtime")
    }


def lock(client: httpx.Client, coordinate: str) -> Jar:
    """The lock's line for a coordinate; raises ValueError where the repository's own SHA-1 is another."""
    address = f"{MAVEN_CENTRAL_URL}/{Jar(coordinate, 0, '').remote}"
    content = client.get(address).raise_for_status().content
    published = client.get(f"{address}.sha1").raise_for_status().text.split()[0]
    if hashlib.sha1(content, usedforsecurity=False).hexdigest() != published:
        raise ValueError(f"{coordinate}: not the SHA-1 that the repository publishes")
    return Jar(coordinate, len(content), hashlib.sha256(content).hexdigest())


def main() -> None:
    """Resolve, fetch, write."""
    coordinates = sorted(resolve(NEEDED))
    transport = httpx.HTTPTransport(retries=3)
    with httpx.Client(transport=transport, timeout=60) as client, ThreadPoolExecutor(16) as pool:
        jars = list(pool.map(lambda one: lock(client, one), coordinates))
    LOCK.write_text(f"# {', '.join(NEEDED)}; written by scripts/lock_jars.py\n{dump(jars)}", encoding="utf-8")
    sys.stdout.write(f"{len(jars)} jars, {sum(jar.size for jar in jars) / 1e6:.0f} MB\n")


if __name__ == "__main__":
    main()
