"""Write constraints.txt: the version of every package that an installation may bring, the test extra included.

Run again to move to newer versions, or when a dependency changed (four minutes on two idle cores):

    python scripts/make_constraints.py

pip resolves for every Python and platform below, from wheels alone, so that what is pinned can be installed there
without a compiler. pip takes wheels for the Python it is told, but reads environment markers as those of the Python it
runs on (pip's issue 11664): `_PIP` gives it the target's. Where targets need different versions, lines say for which.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
_PIP = """
import json, sys
from pip._vendor.packaging import markers
environment = json.loads(sys.argv.pop(1))
markers.default_environment = lambda: dict(environment)
from pip._internal.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


@dataclass(frozen=True, slots=True)
class Platform:
    """A kind of machine: the tags of its wheels, the best ones first, and its markers."""

    tags: tuple[str, ...]
    sys_platform: str
    machine: str
    system: str
    os_name: str = "posix"


def _linux(machine: str) -> Platform:
    glibc = tuple(f"manylinux_2_{minor}_{machine}" for minor in range(28, 16, -1))
    return Platform((*glibc, f"manylinux2014_{machine}"), "linux", machine, "Linux")


def _mac(machine: str) -> Platform:
    kinds = (machine, "universal2")
    tags = tuple(f"macosx_{major}_0_{kind}" for major in range(14, 10, -1) for kind in kinds)
    return Platform(
        (*tags, *(f"macosx_10_{minor}_{kind}" for minor in range(16, 8, -1) for kind in kinds)),
        "darwin",
        machine,
        "Darwin",
    )


PLATFORMS = (
    _linux("x86_64"),
    _linux("aarch64"),
    _mac("arm64"),
    _mac("x86_64"),
    Platform(("win_amd64",), "win32", "AMD64", "Windows", "nt"),
)


@dataclass(frozen=True, slots=True)
class Target:
    """One Python on one platform."""

    python: str
    platform: Platform

    @property
    def markers(self) -> dict[str, str]:
        """What environment markers are there."""
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{self.python}.0",
            "os_name": self.platform.os_name,
            "platform_machine": self.platform.machine,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": self.platform.system,
            "platform_version": "",
            "python_full_version": f"{self.python}.0",
            "python_version": self.python,
            "sys_platform": self.platform.sys_platform,
        }


def resolve(target: Target, requirements: list[str]) -> dict[str, str]:
    """Package -> version for a target. Raises CalledProcessError where pip finds no set of wheels."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        options = [f"--platform={tag}" for tag in target.platform.tags]
        options += [
            f"--python-version={target.python}",
            "--implementation=cp",
            "--only-binary=:all:",
            f"--target={folder}/none",
        ]
        command = [
            sys.executable,
            "-c",
            _PIP,
            json.dumps(target.markers),
            "install",
            "-q",
            "--dry-run",
            "--ignore-installed",
            f"--report={report}",
        ]
        # A constraints file or a folder of wheels in the environment would show in what is pinned.
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in {"PIP_CONSTRAINT", "PIP_FIND_LINKS", "PIP_NO_INDEX"}
        }
        subprocess.run([*command, *options, *requirements], check=True, env=environment)
        found: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))["install"]
    return {
        one["metadata"]["name"].lower().replace("_", "-").replace(".", "-"): one["metadata"]["version"] for one in found
    }


def merge(resolved: Mapping[Target, Mapping[str, str]]) -> list[str]:
    """The lines of constraints.txt: one per package, or one per version with the targets it is for."""
    versions: dict[str, dict[str, list[Target]]] = defaultdict(lambda: defaultdict(list))
    for target, packages in resolved.items():
        for name, version in packages.items():
            versions[name][version].append(target)
    lines: list[str] = []
    for name in sorted(versions):
        if len(versions[name]) == 1:
            lines.append(f"{name}=={next(iter(versions[name]))}")
            continue
        for version, targets in sorted(versions[name].items()):
            others = [one for other in versions[name].values() if other is not targets for one in other]
            lines.append(f"{name}=={version} ; {_marker(targets, others)}")
    return lines


def _marker(targets: list[Target], others: list[Target]) -> str:
    """The shortest marker that holds for `targets` and for none of `others`: by Python, by platform, or by both."""
    forms = (
        ("python_version == '{0.python}'",),
        ("sys_platform == '{0.platform.sys_platform}'",),
        ("sys_platform == '{0.platform.sys_platform}'", "platform_machine == '{0.platform.machine}'"),
        (
            "python_version == '{0.python}'",
            "sys_platform == '{0.platform.sys_platform}'",
            "platform_machine == '{0.platform.machine}'",
        ),
    )
    for form in forms:
        said = [" and ".join(part.format(target) for part in form) for target in targets]
        if not {" and ".join(part.format(other) for part in form) for other in others} & set(said):
            return " or ".join(dict.fromkeys(said))
    raise AssertionError("two targets are the same")


def main() -> None:
    """Resolve for every target, merge, write."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    requirements = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    targets = [Target(python, platform) for platform in PLATFORMS for python in PYTHONS]
    with ThreadPoolExecutor(2) as pool:
        resolved = dict(zip(targets, pool.map(lambda target: resolve(target, requirements), targets), strict=True))
    head = "# Every version, for Python 3.11 to 3.14 on Linux, macOS and Windows; made by scripts/make_constraints.py."
    (ROOT / "constraints.txt").write_text("\n".join([head, *merge(resolved), ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
