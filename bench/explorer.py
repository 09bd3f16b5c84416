"""The explorer's drawing of graphs against cytoscape.js and vis-network, in one run of one Chromium.

    python -m bench.explorer [--sizes 1000 10000] [--times 3]

Each page draws the same graph (web/bench/graph.ts) with nothing else on it: `ready` is milliseconds from the navigation
to the second frame after everything was handed over, code fetched included; `frames` a second while the view is moved
for three seconds. Places are given to the peers and found in a worker by ours while it is measured. The median is
printed; without a graphics processor WebGL is drawn by the processor (SwiftShader).
"""

from __future__ import annotations

import argparse
import functools
import http.server
import statistics
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from cli import web

DRAWERS = ("ours", "cytoscape", "vis")
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-first-run"]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the numbers are what is to be seen."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A folder on a port of its own; its address."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def main() -> None:
    """Build the page, measure, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", type=int, nargs="+", default=[1000, 10000])
    options.add_argument("--times", type=int, default=3)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        web.bench(Path(folder))
        with serving(Path(folder)) as base, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            print("entities  drawn by    ready ms  frames/s")
            for size in given.sizes:
                found: dict[str, list[dict[str, float]]] = {name: [] for name in DRAWERS}
                for _ in range(given.times):
                    for name in DRAWERS:  # in turn, so that the machine's moods fall on all
                        page = browser.new_page(viewport={"width": 1280, "height": 800})
                        page.goto(f"{base}?with={name}&size={size}")
                        page.wait_for_function("window.measured", timeout=180_000)
                        found[name].append(page.evaluate("window.measured"))
                        page.close()
                for name, runs in found.items():
                    ready, frames = (statistics.median(run[key] for run in runs) for key in ("ready", "frames"))
                    print(f"{size:8}  {name:10}  {ready:8.0f}  {frames:8.1f}")
            browser.close()


if __name__ == "__main__":
    main()
