"""How long a user waits: set-up step by step, a warm start, a stop.

python bench/start.py [--runs 5] [--cold 3]

Set-up: the jars into an empty cache, against the same jars fetched bare, 16 at a time, by curl where it is there and unchecked
urllib3 where it is not. Warm start: `qianglian up --no-load` until /readyz says so, against the engine's own start until Bolt
answers, in pairs in one go. Everything in folders of its own; only the cache of jars is the user's, for the warm part.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import urllib3

from bench.common import machine, ratio, seconds
from graph import engine
from graph.engine import artifacts, setup
from graph.engine.download import default_repository
from graph.settings import Settings

QIANGLIAN = str(Path(sys.executable).parent / "qianglian")


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def bare(folder: Path) -> None:
    """Fetch every jar of the lock without looking at what comes."""
    jars = artifacts.shipped().jars
    base = default_repository().rstrip("/")
    targets = [(f"{base}/{jar.remote}", folder / jar.cached) for jar in jars]
    for _, target in targets:
        target.parent.mkdir(parents=True, exist_ok=True)
    if curl := shutil.which("curl"):
        config = "".join(f'url = "{url}"\noutput = "{target}"\n' for url, target in targets)
        subprocess.run(
            [curl, "--silent", "--fail", "--parallel", "--parallel-max", "16", "--config", "-"],
            input=config,
            text=True,
            check=True,
        )
        return
    with urllib3.PoolManager(maxsize=16) as pool, ThreadPoolExecutor(16) as threads:
        list(threads.map(lambda pair: pair[1].write_bytes(pool.request("GET", pair[0]).data), targets))


def cold(runs: int) -> None:
    """The jars into an empty cache, against a bare download."""
    ours, theirs = [], []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
            theirs.append(timed(lambda folder=Path(other): bare(folder)))  # type: ignore[misc]
            settings = Settings.read({}, home=Path(one) / "home", cache=Path(one) / "cache")
            ours.append(timed(lambda s=settings: setup.ensure_jars(s, artifacts.shipped())))  # type: ignore[misc]
    print(f"jars, empty cache      ours {seconds(ours)}, bare {seconds(theirs)}, ratio {ratio(ours, theirs)}")


def first(home: Path) -> None:
    """A first start in a new home, with the jars there; then the load of what ships, twice."""
    settings = Settings.read({}, home=home, bolt_port=0, browser_port=0)
    print(f"first start of a home  {timed(lambda: engine.start(settings, owned=False)):.2f} s until Bolt answers")
    for name in ("first load", "load again"):
        print(
            f"{name:22} {timed(lambda: subprocess.run([QIANGLIAN, 'load', '--home', str(home)], check=True, capture_output=True)):.2f} s"
        )
    engine.stop(settings)


def warm(home: Path, runs: int) -> None:
    """Pairs of warm starts: the engine alone, and `up` until it is ready."""
    settings = Settings.read({}, home=home, bolt_port=0, browser_port=0)
    alone, ready, stops = [], [], []
    for _ in range(runs):
        alone.append(timed(lambda: engine.start(settings, owned=False)))
        stops.append(timed(lambda: engine.stop(settings)))
        ready.append(until_ready(home))
    print(
        f"warm start             `up` to /readyz {seconds(ready)}, engine to Bolt {seconds(alone)}, ratio {ratio(ready, alone)}"
    )
    print(f"stop                   {seconds(stops)}")


def until_ready(home: Path) -> float:
    """Seconds from starting `up --no-load` to the first 200 of /readyz."""
    began = time.perf_counter()
    command = [
        QIANGLIAN,
        "up",
        "--no-load",
        "--home",
        str(home),
        "--port",
        "0",
        "--bolt-port",
        "0",
        "--browser-port",
        "0",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        address = next(line.split()[-1] for line in process.stdout if line.startswith("GraphQL"))
        while urllib3.request("GET", address.replace("/graphql", "/readyz"), retries=False).status != 200:
            time.sleep(0.01)
        took = time.perf_counter() - began
        process.terminate()
        process.wait(30)
    return took


def main() -> None:
    """Run all parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--cold", type=int, default=3)
    arguments = parser.parse_args()
    print(machine())
    cold(arguments.cold)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        first(home)
        engine.warm(Settings.read({}, home=home))
        warm(home, arguments.runs)
    print(machine())


if __name__ == "__main__":
    main()
