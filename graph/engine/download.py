"""Fetching jars from a Maven repository: 16 at a time, every hash checked, what broke off taken up again.

By urllib3, which jgo brings anyway: 191 MB took it 0.9 to 1.2 s, curl's 16 connections 0.9 to 1.3 s, and httpx, whose
HTTP parser is Python, 2.0 to 2.3 s on two cores.

A jar comes into ``<name>.part`` beside its place and is renamed when its SHA-256 is the lock's. A try that breaks off
leaves its part, and the next try, or the next process, asks for the rest only. The caller holds the cache's lock, so a
part has one writer.
"""

from __future__ import annotations

import hashlib
import ssl
import sys
import threading
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import certifi
import urllib3
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from graph.engine.artifacts import Jar
from graph.errors import DownloadError

AT_ONCE = 16  # connections
_PAUSES = (0.2, 0.5, 1.0, 2.0, 0.0)  # seconds after each try that failed
_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})
_NO_RETRY = urllib3.Retry(connect=0, read=0, status=0, other=0, redirect=5)  # tries are counted here, not there


def default_repository() -> str:
    """The address of the Maven repository that jgo uses; not written down here, so that one place decides."""
    from jgo.constants import MAVEN_CENTRAL_URL  # 0.2 s, needed for a download only

    return str(MAVEN_CENTRAL_URL)


def fetch(jars: list[Jar], folder: Path, repository: str | None = None) -> None:
    """Bring `jars` into `folder` from `repository`; raises DownloadError naming the first one that cannot be had."""
    base = (repository or default_repository()).rstrip("/")
    stop = threading.Event()
    with _pool(base) as pool, ThreadPoolExecutor(AT_ONCE) as threads, _progress() as bar:
        task = bar.add_task(f"Fetching Neo4j ({len(jars)} jars)", total=sum(jar.size for jar in jars))
        download = _Download(pool, base, lambda size: bar.advance(task, size), stop)
        # The largest first, so that no thread is left alone with a large one at the end.
        ordered = sorted(jars, key=lambda jar: -jar.size)
        work = [threads.submit(download.jar, jar, folder / jar.cached) for jar in ordered]
        try:
            for done in work:
                done.result()
        finally:
            stop.set()  # after a failure or Ctrl-C: no further try; what has come in stays
            threads.shutdown(cancel_futures=True)


class _StatusError(Exception):
    """The repository answered with something else than the jar."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(f"the repository answered {status}")


@dataclass(frozen=True, slots=True)
class _Download:
    """One run of `fetch`; its methods are called from many threads."""

    pool: urllib3.PoolManager
    base: str
    advance: Callable[[int], object]  # takes a number of bytes that came in
    stop: threading.Event

    def jar(self, jar: Jar, path: Path) -> None:
        """Bring one jar to its place; raises DownloadError."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        problem, mangled = "", False
        for pause in _PAUSES:
            try:
                found = self._transfer(jar, part)
            except _StatusError as error:
                problem = str(error)
                if error.status not in _TRANSIENT:
                    break
            except urllib3.exceptions.HTTPError as error:
                problem = f"{type(error).__name__}: {error}"
            except OSError as error:
                raise DownloadError(f"{jar.coordinate}: cannot write {part}: {error.strerror or error}") from error
            else:
                if found == jar.sha256:
                    part.replace(path)
                    return
                if not self.stop.is_set():
                    self.advance(-part.stat().st_size)
                    part.unlink()  # a mangled part would spoil every later try
                    problem = f"its SHA-256 is {found}, the lock says {jar.sha256}"
                    if mangled:
                        break  # twice: the repository has another file
                    mangled = True
            if self.stop.wait(pause):
                return
        raise DownloadError(
            f"{jar.coordinate}: {problem} ({self.base}/{jar.remote}). What has come in is kept: try again, or set "
            "QIANGLIAN_MAVEN_REPOSITORY to another Maven repository."
        )

    def _transfer(self, jar: Jar, part: Path) -> str:
        """Bring what `part` lacks; the SHA-256 of the whole. Raises _StatusError, urllib3's HTTPError, OSError."""
        digest = hashlib.sha256()
        have = part.stat().st_size if part.exists() else 0
        rest = {"Range": f"bytes={have}-"} if 0 < have < jar.size else {}
        answer = self.pool.request(
            "GET", f"{self.base}/{jar.remote}", headers=rest, preload_content=False, retries=_NO_RETRY
        )
        try:
            if answer.status not in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
                raise _StatusError(answer.status)
            resumed = bool(rest) and answer.status == HTTPStatus.PARTIAL_CONTENT
            if resumed:
                digest.update(part.read_bytes())
            with part.open("ab" if resumed else "wb") as file:
                for chunk in answer.stream(1 << 18, decode_content=False):
                    file.write(chunk)
                    digest.update(chunk)
                    self.advance(len(chunk))
                    if self.stop.is_set() or file.tell() > jar.size:
                        answer.close()  # what is left on the connection is of no use to the next request
                        break
        finally:
            answer.release_conn()
        return digest.hexdigest()


def _pool(base: str) -> urllib3.PoolManager:
    """Connections to the repository, through the proxy that the environment names, if any."""
    # The system's certificates (a company's proxy is known there) and certifi's (a bare container has no others).
    trust = ssl.create_default_context()
    trust.load_verify_locations(certifi.where())
    scheme, host = urlsplit(base).scheme, urlsplit(base).netloc
    proxy = urllib.request.getproxies().get(scheme)
    timeout = urllib3.Timeout(connect=15, read=30)
    if proxy and not urllib.request.proxy_bypass(host):
        return urllib3.ProxyManager(proxy, maxsize=AT_ONCE, ssl_context=trust, timeout=timeout)
    return urllib3.PoolManager(maxsize=AT_ONCE, ssl_context=trust, timeout=timeout)


def _progress() -> Progress:
    """A bar on a terminal's standard error; silent elsewhere."""
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        console=console,
        transient=True,
        disable=not sys.stderr.isatty(),
    )
