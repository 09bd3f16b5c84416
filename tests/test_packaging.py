"""What is installed: the wheel, the versions, and that nobody else's package takes the place of one of ours."""

from __future__ import annotations

import importlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES: list[str] = PROJECT["tool"]["setuptools"]["packages"]
OURS = {package for package in PACKAGES if "." not in package}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What is in a wheel made from this checkout.

    It is made of a copy, because setuptools leaves build/ and *.egg-info beside what it builds, and without isolation,
    by the setuptools of the test extra: no download.
    """
    source = tmp_path_factory.mktemp("source") / "qianglian"
    ignored = shutil.ignore_patterns(
        ".git", ".venv", ".*_cache", "__pycache__", "*.egg-info", "build", "tests", "docs", "secrets", "node_modules"
    )
    shutil.copytree(ROOT, source, ignore=ignored)
    made = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(made),
        str(source),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (file,) = made.iterdir()
    with zipfile.ZipFile(file) as opened:
        return set(opened.namelist())


def files(folder: Path, prefix: str = "") -> set[str]:
    """The files in a folder, by path in the repository, or under `prefix`."""
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {prefix + path.relative_to(ROOT).as_posix() for path in found if not path.name.startswith(".")}


def test_the_wheel_has_our_packages_and_data_and_nothing_else(wheel: set[str]) -> None:
    version = PROJECT["project"]["version"]
    code = {name for package in OURS for name in files(ROOT / package)}
    data = files(ROOT / "data", f"qianglian-{version}.data/data/share/qianglian/")
    assert {name for name in wheel if ".dist-info/" not in name} == code | data
    assert {"graph/engine/jars.lock", "queries/chains-of-pilot.cypher", "schema/derived/context.jsonld"} <= wheel
    assert f"qianglian-{version}.data/data/share/qianglian/data/divisions/dataset.toml" in wheel
    assert f"qianglian-{version}.dist-info/licenses/LICENSE" in wheel


def test_every_package_is_listed() -> None:
    found = {
        path.parent.relative_to(ROOT).as_posix().replace("/", ".")
        for top in OURS
        for path in (ROOT / top).rglob("__init__.py")
    }
    assert set(PACKAGES) == found


def installed() -> dict[str, metadata.Distribution]:
    """What is installed here, by canonical name."""
    return {canonicalize_name(found.metadata["Name"]): found for found in metadata.distributions()}


def pins() -> dict[str, str]:
    """What constraints.txt pins for this Python and platform."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    said = [Requirement(line) for line in lines if line and not line.startswith("#")]
    here = [one for one in said if one.marker is None or one.marker.evaluate()]
    assert len({canonicalize_name(one.name) for one in here}) == len(here), "a package is pinned twice"
    return {canonicalize_name(one.name): str(one.specifier).removeprefix("==") for one in here}


def test_everything_that_an_installation_brings_is_pinned_and_at_that_version() -> None:
    known, needed, todo = installed(), set[str](), [Requirement("qianglian[test]")]
    seen: set[tuple[str, frozenset[str]]] = set()
    while todo:
        wanted = todo.pop()
        key = (canonicalize_name(wanted.name), frozenset(wanted.extras))
        if key in seen:
            continue
        seen.add(key)
        needed.add(key[0])
        for text in known[key[0]].requires or ():
            one = Requirement(text)
            if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in wanted.extras | {""}):
                todo.append(one)
    pinned = pins()
    assert {name: known[name].version for name in needed - {"qianglian"}} == {
        name: pinned.get(name) for name in needed - {"qianglian"}
    }


def test_versions_that_differ_say_for_whom(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    script = importlib.import_module("make_constraints")
    targets = [script.Target(python, platform) for python in ("3.11", "3.12") for platform in script.PLATFORMS]
    chosen = {
        "same": lambda _: "1",
        "by-python": lambda target: "1" if target.python == "3.11" else "2",
        "by-system": lambda target: "1" if target.platform.sys_platform == "linux" else "2",
        "by-both": lambda target: "1" if (target.python, target.platform.machine) == ("3.11", "arm64") else "2",
    }
    lines = script.merge({target: {name: of(target) for name, of in chosen.items()} for target in targets})
    assert "same==1" in lines
    said = [Requirement(line) for line in lines]
    for target in targets:
        fitting = {
            (one.name, str(one.specifier)) for one in said if one.marker is None or one.marker.evaluate(target.markers)
        }
        assert fitting == {(name, f"=={of(target)}") for name, of in chosen.items()}


def test_constraints_hold_names_and_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    line = re.compile(
        r"#.*|[a-z0-9-]+==[0-9][0-9a-z.+]*( ; (python_version|sys_platform|platform_machine) [a-z0-9_ '=.]+)?"
    )
    assert [text for text in lines if not line.fullmatch(text)] == []
    assert "://" not in "".join(lines)
    assert not {"python_version", "sys_platform"} & {text.split("==")[0] for text in lines}


def test_no_dependency_brings_a_package_of_our_name() -> None:
    # `data` is none of our packages, but loaders.shipped() would take one beside them for a checkout's folder.
    taken = {
        (name, top)
        for name, found in installed().items()
        if name != "qianglian"
        for top in {path.parts[0].removesuffix(".py") for path in found.files or ()}
        if top in OURS | {"data"}
    }
    assert taken == set()


def test_from_the_console_script_each_package_is_ours(tmp_path: Path) -> None:
    for decoy in OURS:  # where the user stands must not count
        (tmp_path / decoy).mkdir()
        (tmp_path / decoy / "__init__.py").write_text("raise ImportError('a stranger')", encoding="utf-8")
    script = Path(sys.executable).with_name("qianglian")
    # Python sets sys.path[0] to the script's folder; everything else is as in the script itself, which is run first.
    probe = f"""
import importlib, json, runpy, sys
sys.path[0], sys.argv = {str(script.parent)!r}, ["qianglian", "--help"]
try:
    runpy.run_path({str(script)!r}, run_name="__main__")
except SystemExit as end:
    assert not end.code, end.code
print(json.dumps({{name: importlib.import_module(name).__file__ for name in {sorted(OURS)!r}}}))
"""
    done = subprocess.run([sys.executable, "-c", probe], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found == {name: str(ROOT / name / "__init__.py") for name in OURS}


def test_the_docker_files_are_of_the_locks_version_and_know_the_settings() -> None:
    from graph.engine.artifacts import shipped
    from graph.settings import PREFIX, Settings

    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    assert re.findall(r"image: neo4j:(\S+)", compose) == [f"{shipped().neo4j_version}-community"]
    used = set(re.findall(rf"{PREFIX}(\w+)", compose + (ROOT / "Dockerfile").read_text(encoding="utf-8")))
    assert used == {"HOST", "NEO4J_URI", "NEO4J_PASSWORD_FILE"}
    assert {name.lower() for name in used} <= set(Settings.__dataclass_fields__)


def test_the_docker_image_is_given_what_a_wheel_is_made_of() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "*"
    given = {line.removeprefix("!") for line in lines if line.startswith("!")}
    assert given == OURS | {"LICENSE", "NOTICE", "README.md", "constraints.txt", "data", "pyproject.toml", "web"}
