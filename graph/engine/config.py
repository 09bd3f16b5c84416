"""neo4j.conf: what the local server is told, rewritten at every start."""

from __future__ import annotations

from pathlib import Path

import psutil

from graph.engine.home import Home

_MB = 1 << 20


def heap_megabytes() -> int:
    """The most that Java's heap may grow to: a quarter of the memory, from 512 MB to 4 GB."""
    return max(512, min(4096, int(psutil.virtual_memory().total / 4 / _MB)))


def _pagecache_megabytes() -> int:
    """The most of the store that is kept in memory: an eighth of it, from 128 MB to 2 GB. Taken up as it is needed."""
    return max(128, min(2048, int(psutil.virtual_memory().total / 8 / _MB)))


def neo4j_conf(home: Home, bolt_port: int, browser_port: int, jvm: list[str]) -> str:
    """The text of neo4j.conf. `jvm` are the options for the Java processes that Neo4j's admin tool starts itself."""
    lines = {
        # Loopback only, and a password even so: any page in a browser can reach an open loopback port.
        "server.default_listen_address": "127.0.0.1",
        "server.default_advertised_address": "127.0.0.1",
        "server.bolt.listen_address": f"127.0.0.1:{bolt_port}",
        "server.bolt.advertised_address": f"127.0.0.1:{bolt_port}",
        "server.http.listen_address": f"127.0.0.1:{browser_port}",
        "server.http.advertised_address": f"127.0.0.1:{browser_port}",
        "server.https.enabled": "false",
        "dbms.security.auth_enabled": "true",
        # Without it LOAD CSV reads any absolute path.
        "server.directories.import": _path(home.imports),
        "server.directories.data": _path(home.data),
        "server.directories.logs": _path(home.logs),
        # Nothing is sent anywhere.
        "dbms.usage_report.enabled": "false",
        "server.fleet_discovery.enabled": "false",
        "server.bolt.telemetry.enabled": "false",
        # Of Neo4j Browser: no statistics on its use.
        "client.allow_telemetry": "false",
        # A stop takes 0.5 s with it, 10 s without.
        "internal.server.bolt.thread_pool_shutdown_wait_time": "0s",
        "db.query.default_language": "CYPHER_25",
        "db.logs.query.enabled": "OFF",
        "server.memory.pagecache.size": f"{_pagecache_megabytes()}m",
        # The default keeps two days of logs of 256 MB, preallocated: half a gigabyte for an empty database.
        "db.tx_log.rotation.retention_policy": "2 files",
        "db.tx_log.rotation.size": "64m",
        "db.tx_log.preallocate": "false",
    }
    text = "# Written by qianglian at every start; changes made here are lost.\n"
    text += "".join(f"{key}={value}\n" for key, value in lines.items())
    return text + "".join(f"server.jvm.additional={option}\n" for option in jvm)


def _path(path: Path) -> str:
    """A path as the file wants it: a backslash starts an escape there, so Windows' paths take slashes."""
    return path.as_posix()
