"""Settings: one immutable object, read once from the environment and the command line.

Every setting has an environment variable ``QIANGLIAN_<NAME>``; the field's comment says what it is for.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import platformdirs

from graph.errors import SettingsError

PREFIX = "QIANGLIAN_"


def default_home() -> Path:
    """The per-user data folder: where the graph lives unless somebody says otherwise."""
    return Path(platformdirs.user_data_dir("qianglian", appauthor=False))


def default_cache() -> Path:
    """The per-user cache folder: jars are kept here once for all homes."""
    return Path(platformdirs.user_cache_dir("qianglian", appauthor=False))


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set; defaults are for one person on one machine, on loopback only."""

    home: Path  # data, logs, password and state of the local server
    cache: Path  # jars, shared by all homes
    neo4j_uri: str | None = None  # an external Neo4j; where unset, the local server of `home` is used
    neo4j_user: str = "neo4j"  # the user at either
    neo4j_password: str | None = field(default=None, repr=False)  # the external server's; the local one's is generated
    neo4j_password_file: Path | None = None  # a file with that password and nothing else, such as a Docker secret
    neo4j_database: str | None = None  # the external server's database; its default where unset
    maven_repository: str | None = None  # where jars come from; the default is jgo's
    host: str = "127.0.0.1"  # the API's address
    port: int = 8000  # the API's port
    bolt_port: int = 7687  # the local server's Bolt port
    browser_port: int = 7474  # the local server's HTTP port, for Neo4j Browser
    base_iri: str = "https://qianglian.example"  # the base of RDF addresses, without a slash at its end
    cors_origins: tuple[str, ...] = ()  # web origins that may call the API from a browser
    query_timeout: float = 10.0  # seconds a read may take in Neo4j
    max_depth: int = 15  # levels of selection in a GraphQL operation
    max_aliases: int = 100  # aliased fields in an operation, after fragments are expanded
    max_tokens: int = 5000  # lexical tokens in an operation
    max_filters: int = 200  # conditions in all filters of an operation
    max_nesting: int = 12  # lists and filters within one another: planning takes twice as long with each
    max_rows: int = 100_000  # rows that the answer to a question may have
    max_cost: int = 100_000  # entities an operation may ask for, by the product of its `first`s
    max_age: int = 0  # seconds that the answer to a GET may be used without asking whether the graph has changed
    sparql_workers: int = 2  # processes that answer SPARQL, a query at a time each; without any there is no /sparql
    sparql_timeout: float = 30.0  # seconds a SPARQL query may take
    sparql_memory: int = 1024  # megabytes a SPARQL query may take beyond what its process has anyway
    sparql_max_bytes: int = 50_000_000  # bytes that the answer to a SPARQL query may have
    sparql_queue: int = 32  # SPARQL queries that may wait for a process
    sparql_refresh: float = 2.0  # seconds between looks whether the SPARQL store is still in step with the graph
    reconcile_batch: int = 100  # queries in a batch of reconciliation
    development: bool = False  # answers carry the operation's cost and Cypher in `extensions`

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None, **given: Any) -> Settings:
        """Settings from the environment; `given` (where not None) goes before it.

        Raises SettingsError for a value that cannot be read, and for an unknown ``QIANGLIAN_`` variable.
        """
        env = os.environ if environ is None else environ
        known = {one.name: one for one in fields(cls)}
        values: dict[str, Any] = {"home": default_home(), "cache": default_cache()}
        for key, text in env.items():
            if not key.startswith(PREFIX):
                continue
            name = key.removeprefix(PREFIX).lower()
            if name not in known:
                raise SettingsError(
                    f"{key}: there is no such setting; known are {PREFIX}{{{', '.join(sorted(known)).upper()}}}"
                )
            if text:
                values[name] = _parse(key, str(known[name].type), text)
        values.update({name: value for name, value in given.items() if value is not None})
        if file := values.get("neo4j_password_file"):
            if values.get("neo4j_password"):
                raise SettingsError(f"{PREFIX}NEO4J_PASSWORD and {PREFIX}NEO4J_PASSWORD_FILE are both set; set one")
            values["neo4j_password"] = _secret(file)
        settings = cls(**values)
        if settings.base_iri.endswith("/"):
            raise SettingsError(f"{PREFIX}BASE_IRI: no slash at the end, got {settings.base_iri}")
        if settings.neo4j_uri and not settings.neo4j_password:
            raise SettingsError(
                f"{PREFIX}NEO4J_URI is set, but neither {PREFIX}NEO4J_PASSWORD nor {PREFIX}NEO4J_PASSWORD_FILE is"
            )
        return settings


def _secret(file: Path) -> str:
    try:
        secret = file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{PREFIX}NEO4J_PASSWORD_FILE: cannot read {file}: {error}") from error
    if not secret:
        raise SettingsError(f"{PREFIX}NEO4J_PASSWORD_FILE: {file} is empty")
    return secret


def _parse(key: str, kind: str, text: str) -> object:
    try:
        if kind.startswith("Path"):
            return Path(text).expanduser().resolve()
        if kind == "int":
            return int(text)
        if kind == "float":
            return float(text)
    except ValueError as error:
        raise SettingsError(f"{key}: expected a number, got {text!r}") from error
    if kind == "bool":
        if text.lower() not in {"0", "1", "true", "false"}:
            raise SettingsError(f"{key}: expected 1 or 0, got {text!r}")
        return text.lower() in {"1", "true"}
    if kind.startswith("tuple"):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return text
