"""`ask`: the questions of queries/ from the command line."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.measure import Measurement
from rich.table import Table

from cli.common import home_option, settings_from, with_database
from graph.errors import NotFoundError
from queries import QuestionError, question, questions


@click.command()
@click.argument("name", required=False, metavar="QUESTION")
@click.option(
    "--param",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter; the question's example where it is not given.",
)
@click.option("--format", "format_", type=click.Choice(["table", "json", "csv"]), default="table")
@home_option
def ask(name: str | None, params: tuple[str, ...], format_: str, home: Path | None) -> None:
    """Answer a QUESTION; without one, list them."""
    if name is None:
        for one in questions().values():
            click.echo(f"{one.name:28} {one.sentence}")
            for parameter in one.parameters:
                click.echo(
                    f"{'':28}   {parameter.name}: {parameter.type}, {parameter.description} (such as {parameter.default})"
                )
        return
    if bad := next((param for param in params if "=" not in param), None):
        raise click.BadParameter(f"expected NAME=VALUE, got {bad!r}", param_hint="--param")
    try:
        asked = question(name)
        bound = asked.bind(dict(param.split("=", 1) for param in params))
    except QuestionError as error:
        raise NotFoundError(str(error)) from error
    columns, rows = with_database(settings_from(home), lambda database: database.read_table(asked.cypher, bound))
    _write(columns, rows, format_)


def _write(columns: list[str], rows: list[list[Any]], format_: str) -> None:
    if format_ == "json":
        click.echo(
            json.dumps(
                [dict(zip(columns, row, strict=True)) for row in rows], ensure_ascii=False, indent=1, default=str
            )
        )
    elif format_ == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_text(value) for value in row] for row in rows)
    else:
        _table(columns, rows)


def _table(columns: list[str], rows: list[list[Any]]) -> None:
    """A table where it fits, else a block per row; columns without any value are left out. Nothing is ever cut."""
    console = Console(highlight=False, soft_wrap=True)
    width = console.width if console.is_terminal else 10_000
    kept = [i for i in range(len(columns)) if any(row[i] not in (None, [], "") for row in rows)]
    cells = [[_short(row[i]) for i in kept] for row in rows]
    table = Table(*(columns[i] for i in kept), box=SIMPLE_HEAD)
    for row in cells:
        table.add_row(*map(escape, row))
    if rows and Measurement.get(console, console.options.update(max_width=10_000), table).maximum <= width:
        Console(width=width, highlight=False).print(table)
    else:
        longest = max((len(columns[i]) for i in kept), default=0)
        for row in cells:
            for i, cell in zip(kept, row, strict=True):
                console.print(f"{columns[i]:{longest}}  {escape(cell)}")
            console.print()
    Console(stderr=True).print(f"{len(rows)} rows")


def _short(value: Any) -> str:
    """A value for people: of evidence, the documents and the places in them."""
    if isinstance(value, list) and value and all(isinstance(item, dict) and "document" in item for item in value):
        return "; ".join(
            f"{item['document']} ({item['place']})" if item.get("place") else item["document"] for item in value
        )
    return _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "|".join(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


COMMANDS = [ask]
