"""A store of the graph's RDF that is kept in step with it: what SPARQL is asked of.

The store lies under the home, so that a start finds it as the last one left it. It is written by a process of its own
(keeper.py) and never asked: each time it is written, a snapshot of it is made (hard links, so that costs next to nothing),
and the queries go to that. So they see one version of the graph, whole, and never wait for a load.

What the graph's changes name is read again (api/rdf/some.py), and with it all that they are tied to, because entities come
and go with their last use. Afterwards the numbers of entities, statements and evidence have to be the graph's own, or the
store is built anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import shutil
import sys
import tempfile
import time
from asyncio.subprocess import PIPE
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from api.rdf import export_file
from api.rdf.blocks import Blocks
from api.rdf.lines import NQuads
from api.rdf.pages import version
from api.rdf.some import some
from api.sparql.pool import Pool
from api.sparql.touched import Addresses, touched
from graph.driver import Database
from graph.errors import QianglianError
from graph.settings import Settings
from schema import ENTITIES, RELATIONS
from schema.vocabularies import EVIDENCE_CLASS, class_term, expand

log = logging.getLogger("qianglian.sparql")
SCRIPT = Path(__file__).with_name("keeper.py")
FORM = 1  # raised when the store is to hold something else for the same graph

_GRAPH = "CYPHER 25 CALL db.info() YIELD id RETURN id"
_COUNTS = "CYPHER 25 RETURN COUNT { (:Entity) }, COUNT { ()-[:$types]->() }, COUNT { (:Evidence) }".replace(
    "$types", "|".join(RELATIONS)
)


@dataclass(frozen=True, slots=True)
class State:
    """What a store holds: which graph, under which base IRI, at which version; `snapshot` is the last one's folder."""

    graph: str
    base: str
    version: int
    snapshot: str
    form: int = FORM


class Mirror:
    """The store, kept in step until closed; `pool` answers queries, None where there is no store yet."""

    def __init__(self, database: Database, settings: Settings, home: Path) -> None:
        self._database, self._settings, self._home = database, settings, home
        self._addresses = Addresses(settings.base_iri)
        self._state: State | None = None
        self._seen: int | None = None
        self._known = 0.0
        self._closing: set[asyncio.Task[None]] = set()
        self.pool: Pool | None = None

    @property
    def version(self) -> int | None:
        """The version of the graph that queries see."""
        return self._state.version if self.pool and self._state else None

    @property
    def age(self) -> float:
        """Seconds since this was known to be the graph's version."""
        return time.monotonic() - self._known

    async def run(self) -> None:
        """Follow the graph until cancelled."""
        try:
            while True:
                try:
                    await self.step()
                except Exception:  # whatever it is: it is told, and the next look may go well
                    log.exception("the SPARQL store was not brought up to date; it will be tried again")
                await asyncio.sleep(self._settings.sparql_refresh)
        finally:
            await asyncio.shield(self._end())

    async def step(self) -> None:
        """Bring the store up to date where the graph has changed and stays as it is."""
        [[graph]] = await self._database.read(_GRAPH)
        now = await version(self._database) or 0
        if self._state is None:
            await self._find(graph)
        if self._state is not None and self._state.version == now:
            self._known = time.monotonic()
            return
        settled, self._seen = now == self._seen, now
        if self.pool is not None and not settled:
            return  # a load in batches raises the version with each
        if await self._bring(graph, now):
            self._known = time.monotonic()

    async def _find(self, graph: str) -> None:
        """Open the store that an earlier run left, where it is of this graph."""
        try:
            state = State(**json.loads((self._home / "state.json").read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return
        if (state.graph, state.base, state.form) == (graph, self._settings.base_iri, FORM):
            with contextlib.suppress(QianglianError):
                await self._use(state)

    async def _use(self, state: State) -> None:
        """Answer from a snapshot from now on, and close the last one as soon as its queries are done."""
        pool = Pool(self._home / state.snapshot, self._settings)
        try:
            await pool.start()
        except BaseException:
            await pool.end()
            raise
        before, self.pool, self._state = self.pool, pool, state
        if before is not None:
            task = asyncio.create_task(_dispose(before))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    async def _bring(self, graph: str, now: int) -> bool:
        """Bring the store to the version `now`; False where the graph changed meanwhile."""
        changed = await self._touched(now)
        with tempfile.TemporaryDirectory(dir=self._home) as folder:
            quads = Path(folder) / "graph.nq"
            if changed is None:
                await export_file(self._database, "nquads", quads, self._settings.base_iri)
            else:
                await self._write(changed, quads)
            [counts] = await self._database.read(_COUNTS, timeout=60)
            if (await version(self._database) or 0) != now:
                return False
            snapshot = f"snapshot-{now}-{time.time_ns()}"
            (self._home / "state.json").unlink(missing_ok=True)  # until it is done, the store is of no version
            found = await self._keep(quads, changed, snapshot)
        if found != counts:
            log.warning("the SPARQL store has %s entities, statements, evidence; the graph %s", found, counts)
            self._state = None
            shutil.rmtree(self._home / snapshot, ignore_errors=True)
            return changed is not None and await self._bring(graph, now)
        await self._use(state := State(graph, self._settings.base_iri, now, snapshot))
        (self._home / "state.json").write_text(json.dumps(asdict(state)), "utf-8")
        return True

    async def _touched(self, now: int) -> set[str] | None:
        """The ids whose triples may be others than in the store; None where everything may be."""
        if self.pool is None or self._state is None or self._state.version > now:
            return None
        return await touched(self._database, self.pool, self._addresses, self._state.version, now)

    async def _write(self, ids: Collection[str], quads: Path) -> None:
        syntax = NQuads(self._settings.base_iri)
        blocks = (await some(self._database, ids)).blocks(Blocks(syntax))
        quads.write_text("".join([syntax.block(*block) for block in blocks]), "utf-8")

    async def _keep(self, quads: Path, changed: Collection[str] | None, snapshot: str) -> list[int]:
        """Have the store written; gives the numbers of entities, statements and pieces of evidence in it."""
        base = self._settings.base_iri
        entities = [expand(class_term(cls), base) for cls in ENTITIES.values()]
        others = [expand("rdf:Statement", base), expand(EVIDENCE_CLASS, base)]
        job: dict[str, Any] = {"store": str(self._home / "store"), "snapshot": str(self._home / snapshot)}
        job |= {"quads": str(quads), "classes": [*entities, *others]}
        job["subjects"] = None if changed is None else [self._addresses.iri(id_) for id_ in sorted(changed)]
        command = (sys.executable, "-I", str(SCRIPT))
        process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=PIPE)
        try:
            out, err = await process.communicate(json.dumps(job).encode())
        except BaseException:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            raise
        if process.returncode:
            raise QianglianError(f"the SPARQL store could not be written: {err.decode('utf-8', 'replace')[-2000:]}")
        found = json.loads(out)
        return [sum(found[iri] for iri in entities), *(found[iri] for iri in others)]

    async def _end(self) -> None:
        for task in tuple(self._closing):
            task.cancel()
        if self.pool is not None:
            await self.pool.end()
            self.pool = None


async def _dispose(pool: Pool) -> None:
    try:
        await pool.close()
    finally:
        await pool.end()
        shutil.rmtree(pool.snapshot, ignore_errors=True)
