"""Neo4j's own admin tool on a home: dump, load, check, import."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence

from graph.engine import artifacts, java, password, setup, state
from graph.engine.home import Home
from graph.errors import SettingsError
from graph.settings import Settings

_OURS = {  # what the tool would do past run/server.json and the password's file
    ("server", "start"): "qianglian db start",
    ("server", "console"): "qianglian db start",
    ("server", "restart"): "qianglian db stop, then qianglian db start",
    ("server", "stop"): "qianglian db stop",
    ("server", "status"): "qianglian db status",
    ("dbms", "set-initial-password"): "the password in the file that qianglian db status names",
}


def admin(settings: Settings, args: Sequence[str]) -> int:
    """Run ``neo4j-admin`` with `args` on the home, on this terminal; its exit code.

    The tool itself refuses what needs the server stopped. Raises SettingsError for what is a command of ours, and
    DownloadError, EngineError.
    """
    instead = _OURS.get(tuple(args[:2]))  # type: ignore[arg-type]
    if instead:
        raise SettingsError(f"neo4j-admin {' '.join(args[:2])}: use {instead}")
    home = Home(settings.home)
    home.make()
    jars = setup.ensure_jars(settings, artifacts.shipped())
    if not state.alive(home):  # else both are there, and a server was started with them
        password.ensure(home)
        setup.configure(home, (settings.bolt_port or 7687, settings.browser_port or 7474))
    command = java.command(home.run / "admin.args", java.OPENS, jars, [java.ADMIN])
    env = {**os.environ, "NEO4J_HOME": str(home.root), "NEO4J_CONF": str(home.conf)}
    return subprocess.run([*command, *args], env=env, check=False).returncode
