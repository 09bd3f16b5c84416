"""Loading datasets: read, checked together, written one after the other, summed up."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import loaders
from cli.common import err, progress
from graph import indexes, store
from graph.driver import Database
from graph.errors import DatasetError, Problem
from graph.settle import Settled
from loaders.check import check
from loaders.parsed import Parsed


def read(paths: Sequence[Path]) -> list[Parsed]:
    """Parse every source. Raises DatasetError with the problems of all of them at once."""
    parsed: list[Parsed] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            parsed.append(loaders.parse(path))
        except DatasetError as error:
            problems += error.problems
    if problems:
        raise DatasetError(problems)
    return parsed


async def load(database: Database, given: Sequence[Parsed], *, dry_run: bool = False) -> list[store.Summary]:
    """Load what `read` gave, together: all of it is sound, or nothing is written."""
    parsed = sorted(given, key=lambda one: one.dataset.id)
    if not dry_run:
        await indexes.apply(database)
    summaries = [await store.unchanged(database, one.dataset) for one in parsed]
    if all(summaries):
        return [one for one in summaries if one]  # nothing would be written, so there is nothing to check
    problems = await check(parsed, database)
    if problems:
        raise DatasetError(problems)
    if dry_run:
        return [await store.compare(database, one.dataset) for one in parsed]
    written = []
    for one in parsed:
        with progress(f"loading {one.dataset.id}", len(one.dataset.claims)) as done:
            written.append(await store.load(database, one.dataset, done))
    return written


def report(summaries: Sequence[store.Summary], *, dry_run: bool = False) -> None:
    """Say what was done, a line per dataset."""
    for one in summaries:
        would = "would be " if dry_run else ""
        changes = f"{one.added} added, {one.changed} changed, {one.retracted} retracted"
        err.print(f"{one.dataset}: {would}{changes}, {one.unchanged} unchanged (statements)")


def report_settled(settled: Settled) -> None:
    """Say what became of documents: a line each, then what wants attention."""
    report(settled.summaries)
    for document, lines in settled.held.items():
        for line in lines:
            err.print(f"{document}: held back: {line}")
    for id_, into in settled.merged.items():
        err.print(f"{id_} is {into} now")
    for judgement, (left, right) in settled.contradicted:
        said = f"{judgement.left} and {judgement.right} were judged {judgement.verdict} by {judgement.by}"
        err.print(f"{said}, which {left} and {right} contradict")
    if settled.undecided:
        err.print(f"{settled.undecided} identities are undecided: qianglian review")
