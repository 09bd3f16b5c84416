"""Publishing the graph: one consistent state of it, refused where it breaks the ontology or what its datasets assert."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.publication.delta import delta
from api.publication.folder import PublicationError, made_beside, read_index
from api.publication.index import About
from api.publication.packed import Packed
from api.publication.render import MERGED, STATEMENTS, render
from api.publication.statements import in_graph, line
from api.rdf.dump import checked_base, consistent
from graph import assertions, audit
from graph.driver import Database
from graph.identities import MERGED as _MERGED


@dataclass(frozen=True, slots=True)
class Published:
    """What was published: the version, and how many statements it has."""

    version: str
    statements: int


async def publish(
    database: Database,
    folder: Path,
    base_iri: str,
    *,
    address: str | None = None,
    since: Path | None = None,
    delta_to: Path | None = None,
) -> Published:
    """Write the graph's publication to `folder`; `address` is where that will stand, `<base IRI>/publication` by default.

    With `since`, an older publication, the delta from it is written to `delta_to` as well. Raises PublicationError with
    code CHECKS_FAILED, which names every failure, UnfinishedError while a load is under way, DatabaseError where loads keep
    changing the graph, SettingsError for a base that is no IRI. Nothing is left behind then.
    """
    checked_base(base_iri)
    at = checked_base(address or f"{base_iri}/publication")
    if since is not None:
        read_index(since)
    with made_beside(folder) as beside:

        async def attempt() -> About:
            if failures := [*await audit.audit(database), *await assertions.failed(database)]:
                raise PublicationError("CHECKS_FAILED", "the graph is not published:\n" + "\n".join(failures))
            datasets = await assertions.datasets(database)
            with Packed(beside / STATEMENTS) as out:
                async for page in in_graph(database):
                    out.write(b"\n".join(page) + b"\n")
            with Packed(beside / MERGED) as gone:
                for id_, into in await database.read(_MERGED, timeout=300):
                    gone.write(line({"id": id_, "into": into}) + b"\n")
            sums.update({STATEMENTS: out.sums, MERGED: gone.sums})
            return About(base_iri, at, datasets)

        sums: dict[str, Any] = {}
        about = await consistent(database, attempt)
        render(beside, about, sums)
        said = read_index(beside)
        if since is not None and delta_to is not None:
            delta(since, beside, delta_to)
    return Published(said["version"], said["counts"]["statements"])
