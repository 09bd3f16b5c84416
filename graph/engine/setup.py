"""What a home needs before Java can start in it: jars, neo4j.conf, Java's arguments."""

from __future__ import annotations

from pathlib import Path

from graph.engine import aot, artifacts, config, jars, java, password
from graph.engine.artifacts import Jar, Lock
from graph.engine.home import Home
from graph.engine.ports import choose
from graph.engine.supervisor import Job
from graph.engine.warming import Warm
from graph.settings import Settings


def ensure_jars(settings: Settings, lock: Lock) -> list[Path]:
    """The server's jars, fetched where the cache lacks them. Raises DownloadError."""

    def fetch(missing: list[Jar], folder: Path) -> None:
        from graph.engine import download  # 0.2 s of imports that a warm start does without

        download.fetch(missing, folder, settings.maven_repository)

    return jars.ensure(lock, settings.cache / "jars", fetch)


def prepare(settings: Settings, home: Home, ports: tuple[int, int], *, owned: bool) -> Job:
    """Make the home ready for a start on these ports; what the supervisor is to do. Raises DownloadError."""
    lock = artifacts.shipped()
    arguments = _arguments(settings, home, lock, ports)
    file = _aot_file(settings, lock)
    options = [*arguments.options, *aot.use(file)]
    return Job(
        home=str(home.root),
        command=java.command(home.run / "java.args", options, arguments.jars, arguments.main),
        ports=ports,
        neo4j_version=lock.neo4j_version,
        java_version=java.version(),
        owned=owned,
        aot_file=str(file),
        warm=None if file.exists() else Warm(str(settings.cache), settings.maven_repository),
    )


def warm(settings: Settings) -> Path:
    """Make the file that halves a warm start, where it is not there; its path. Takes half a minute.

    Raises DownloadError, and EngineError where it cannot be made.
    """
    lock = artifacts.shipped()
    ensure_jars(settings, lock)
    file = _aot_file(settings, lock)
    if not file.exists():
        with aot.passing_home(settings.cache) as home:
            password.ensure(home)
            ports = choose(0, 0)
            aot.make(file, home, ports, _arguments(settings, home, lock, ports))
    return file


def configure(home: Home, ports: tuple[int, int]) -> None:
    """Write neo4j.conf."""
    text = config.neo4j_conf(home, *ports, list(java.OPENS))
    (home.conf / "neo4j.conf").write_text(text, encoding="utf-8")


def _arguments(settings: Settings, home: Home, lock: Lock, ports: tuple[int, int]) -> java.Arguments:
    paths = ensure_jars(settings, lock)
    configure(home, ports)
    main = [java.SERVER, f"--home-dir={home.root}", f"--config-dir={home.conf}"]
    return java.Arguments(java.server_options(config.heap_megabytes(), home.logs), paths, main)


def _aot_file(settings: Settings, lock: Lock) -> Path:
    return aot.path(settings.cache, lock, list(java.OPENS))
