"""Constraints and indexes: derived from the ontology, created where missing, dropped where the ontology has moved on.

Each is named `ql_<what>_<hash of its definition>`, so that the set of names says everything: a changed definition is another
name. Names that do not begin with `ql_` are somebody else's and left alone.
"""

from __future__ import annotations

import hashlib

from graph.driver import Database, Transaction
from schema import ENTITIES, RELATIONS, kebab

PREFIX = "ql_"
SEARCH_ZH = "cjk"
SEARCH_LATIN = "standard-folding"


def definitions() -> dict[str, str]:
    """Name -> CREATE statement, for everything the ontology asks for."""
    wanted: dict[str, str] = {}

    def add(what: str, create: str) -> str:
        name = f"{PREFIX}{what}_{hashlib.blake2b(create.encode(), digest_size=4).hexdigest()}"
        wanted[name] = create.replace("$name", name)
        return name

    for label in ("Entity", *ENTITIES, "Evidence", "Dataset", "Graph", "Record", "Judgement", "Merged"):
        add(
            f"{kebab(label).replace('-', '_')}_id",
            f"CREATE CONSTRAINT $name IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE",
        )
    for name in ENTITIES:
        add(
            f"{kebab(name).replace('-', '_')}_until",
            f"CREATE RANGE INDEX $name IF NOT EXISTS FOR (n:{name}) ON (n.until)",
        )
    for type_ in RELATIONS:
        add(
            f"{type_.lower()}_id", f"CREATE CONSTRAINT $name IF NOT EXISTS FOR ()-[r:{type_}]-() REQUIRE r.id IS UNIQUE"
        )
        add(
            f"{type_.lower()}_ends",
            f"CREATE RANGE INDEX $name IF NOT EXISTS FOR ()-[r:{type_}]-() ON (r._o, r._s)",
        )
    for label in ("Entity", *ENTITIES):
        add(
            f"{kebab(label).replace('-', '_')}_names",
            f"CREATE TEXT INDEX $name IF NOT EXISTS FOR (n:{label}) ON (n._names)",
        )
    add("evidence_statement", "CREATE RANGE INDEX $name IF NOT EXISTS FOR (n:Evidence) ON (n.statement)")
    add("record_document", "CREATE RANGE INDEX $name IF NOT EXISTS FOR (n:Record) ON (n.document)")
    add("change_version", "CREATE RANGE INDEX $name IF NOT EXISTS FOR (n:Change) ON (n.version)")
    add("government_code", "CREATE RANGE INDEX $name IF NOT EXISTS FOR (n:Government) ON (n.code)")
    for analyzer, properties in (
        (SEARCH_ZH, "n.name_zh, n.aliases, n.title"),
        (SEARCH_LATIN, "n.name_en, n.name_fr, n.name_zh, n.aliases, n.title, n._pinyin"),
    ):
        add(
            f"search_{analyzer.split('-')[0]}",
            f"CREATE FULLTEXT INDEX $name IF NOT EXISTS FOR (n:Entity) ON EACH [{properties}] "
            f"OPTIONS {{indexConfig: {{`fulltext.analyzer`: '{analyzer}'}}}}",
        )
    relations = "|".join(RELATIONS)
    for what, pattern, dates in (
        ("entities", "(n:Entity)", "n.since, n.until, n.date"),
        ("relations", f"()-[n:{relations}]-()", "n.since, n.until"),
    ):
        add(
            f"dates_{what}",  # of all types together, which a range index cannot be
            f"CREATE FULLTEXT INDEX $name IF NOT EXISTS FOR {pattern} ON EACH [{dates}] "
            "OPTIONS {indexConfig: {`fulltext.analyzer`: 'keyword'}}",
        )
    return wanted


def search_index(analyzer: str) -> str:
    """The name of the full-text index of names with this analyzer."""
    return _named(f"search_{analyzer.split('-')[0]}")


def dates_index(what: str) -> str:
    """The name of the full-text index of the dates of `entities` or of `relations`."""
    return _named(f"dates_{what}")


def _named(what: str) -> str:
    return next(name for name in definitions() if name.startswith(f"{PREFIX}{what}_"))


async def missing(database: Database) -> list[str]:
    """Names of constraints and indexes that are not there or not online yet."""
    rows = await database.read(
        "CYPHER 25 SHOW INDEXES YIELD name, state WHERE name STARTS WITH $prefix AND state = 'ONLINE' RETURN name",
        {"prefix": PREFIX},
    )
    online = {row[0] for row in rows}
    return sorted(definitions().keys() - online)


async def apply(database: Database) -> tuple[int, int]:
    """Make the database's constraints and indexes those of the ontology; waits until they are online.

    Gives how many were created and dropped. Safe to repeat: nothing happens where nothing differs.
    """
    wanted = definitions()
    prefix = {"prefix": PREFIX}
    # Often the first reads of a server that has just started: they took over 10 s, the bound of the API's, on a busy machine.
    by_name = "YIELD name WHERE name STARTS WITH $prefix RETURN name"
    constraints = {row[0] for row in await database.read(f"CYPHER 25 SHOW CONSTRAINTS {by_name}", prefix, timeout=300)}
    indexes = {row[0] for row in await database.read(f"CYPHER 25 SHOW INDEXES {by_name}", prefix, timeout=300)}
    stale = (constraints | indexes) - wanted.keys()
    new = wanted.keys() - constraints - indexes
    commands = [f"DROP {'CONSTRAINT' if name in constraints else 'INDEX'} {name} IF EXISTS" for name in sorted(stale)]
    commands += [wanted[name] for name in sorted(new)]

    async def alter(transaction: Transaction) -> None:
        for command in commands:
            await transaction.run(f"CYPHER 25 {command}")

    if commands:
        await database.write(
            alter
        )  # one transaction: the set of indexes is never half of one ontology and half of another
    if new:
        await database.read("CYPHER 25 CALL db.awaitIndexes(300)", timeout=310)
    return len(new), len(stale)
