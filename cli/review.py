"""`review`, `judge`: what rules leave to persons."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from cli.common import err, home_option, settings_from, with_database
from cli.loading import report_settled
from graph import review as reviewing
from graph.driver import Database
from graph.errors import JudgementError
from graph.review import DOUBTFUL, IDENTITY, STATEMENT, Doubt, Pair, Side
from graph.settle import Settled

_KEYS = {"s": "same", "d": "different", "r": "right", "w": "wrong"}
out = Console(highlight=False, soft_wrap=True)
by_option = click.option(
    "--by", default=getpass.getuser, show_default="your user name", help="Who judges; kept with the judgement."
)


@click.command()
@click.option("--list", "only_list", is_flag=True, help="Print what is open as JSON, a line each, and ask nothing.")
@click.option(
    "--below",
    type=click.FloatRange(0, 1),
    default=DOUBTFUL,
    show_default=True,
    help="Confidence of the statements to see.",
)
@by_option
@home_option
def review(only_list: bool, below: float, by: str, home: Path | None) -> None:
    """Walk what is undecided: who is the same, and what a rule is not sure of.

    Every question shows its evidence and takes one key. What is judged here is never overturned by a later ingest; `judge` takes it
    back. Without a terminal, use --list and `judge`.
    """
    settings = settings_from(home)

    async def work(database: Database) -> None:
        pairs, doubts = await reviewing.undecided(database), await reviewing.doubtful(database, below)
        if only_list:
            for line in _lines(pairs, doubts):
                click.echo(line)
            return
        if not sys.stdin.isatty():
            raise JudgementError("review asks questions and needs a terminal; use --list, and judge")
        out.print(f"{len(pairs)} identities and {len(doubts)} statements are open")
        await _walk(database, pairs, doubts, by)

    with_database(settings, work)


@click.command()
@click.argument("subject")
@click.argument("other", required=False)
@click.argument("verdict", type=click.Choice([*IDENTITY, *STATEMENT]))
@by_option
@home_option
def judge(subject: str, other: str | None, verdict: str, by: str, home: Path | None) -> None:
    """Judge two ids, or one statement.

    SUBJECT and OTHER are ids of entities or records (`review --list`): same, different, or unsure, which takes a judgement back.
    SUBJECT alone is the id of a statement of a document: right, wrong or unsure.
    """

    def work(database: Database) -> Awaitable[Settled]:
        if other is None:
            return reviewing.judge_statement(database, subject, verdict, by)
        return reviewing.judge(database, subject, other, verdict, by)

    async def done(database: Database) -> Settled:
        return await work(database)

    report_settled(with_database(settings_from(home), done))


def _lines(pairs: list[Pair], doubts: list[Doubt]) -> Iterator[str]:
    for kind, some in (("identity", pairs), ("statement", doubts)):
        for one in some:
            yield json.dumps({"kind": kind, **asdict(one)}, ensure_ascii=False)


async def _walk(database: Database, pairs: list[Pair], doubts: list[Doubt], by: str) -> None:
    questions: list[tuple[Callable[[], None], str, Callable[[str], Awaitable[Settled]]]] = []
    for pair in pairs:
        questions.append((_shown(_pair, pair), "sd", _identity(database, pair, by)))
    for doubt in doubts:
        questions.append((_shown(_doubt, doubt), "rw", _statement(database, doubt, by)))
    for number, (show, keys, answer) in enumerate(questions, 1):
        out.rule(f"{number} of {len(questions)}")
        show()
        named = ", ".join(f"({key}){_KEYS[key][1:]}" for key in keys)
        key = click.prompt(f"{named}, (l)ater, (q)uit", type=click.Choice([*keys, "l", "q"]), show_choices=False)
        if key == "q":
            return
        if key in _KEYS:
            try:
                report_settled(await answer(_KEYS[key]))
            except JudgementError as error:  # said, and the next question asked
                err.print(f"not judged: {error}")


def _shown(show: Callable[..., None], one: Pair | Doubt) -> Callable[[], None]:
    return lambda: show(one)


def _identity(database: Database, pair: Pair, by: str) -> Callable[[str], Awaitable[Settled]]:
    return lambda verdict: reviewing.judge(database, pair.left.id, pair.right.id, verdict, by)


def _statement(database: Database, doubt: Doubt, by: str) -> Callable[[str], Awaitable[Settled]]:
    return lambda verdict: reviewing.judge_statement(database, doubt.id, verdict, by)


def _pair(pair: Pair) -> None:
    out.print(f"Are these the same? {pair.score:.2f}: {escape('; '.join(pair.reasons))}")
    for side in (pair.left, pair.right):
        _side(side)


def _side(side: Side) -> None:
    out.print(
        f"\n  {escape(' | '.join(side.names) or side.id)}\n  {side.id}"
        + (f" (now {side.entity})" if side.entity != side.id else "")
    )
    if side.document:
        out.print(f"  in {side.document}" + (f": {escape(side.quote)}" if side.quote else ""))
    for link in side.links[:8]:
        out.print(f"    {escape(link)}")


def _doubt(doubt: Doubt) -> None:
    properties = ", ".join(f"{name} {value}" for name, value in doubt.properties.items())
    out.print(f"Does the document say this? confidence {doubt.confidence:.2f}, rule {doubt.method}")
    out.print(
        f"\n  {escape(doubt.subject)} {doubt.predicate} {escape(doubt.object)}"
        + (f" ({escape(properties)})" if properties else "")
    )
    out.print(f"  in {doubt.document}, {doubt.place}:\n  {escape(doubt.quote)}\n")


COMMANDS = [review, judge]
