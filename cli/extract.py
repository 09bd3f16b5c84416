"""`extract`: what a document says, in the ontology's terms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.common import home_option, settings_from, with_database
from graph import engine, identities
from graph.errors import DatasetError, Problem
from graph.settings import Settings

if TYPE_CHECKING:
    from loaders.extract import Gazetteer


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "format_", type=click.Choice(["table", "json"]), default="table", show_default=True)
@home_option
def extract(file: Path, format_: str, home: Path | None) -> None:
    """Find entities and relations in FILE, each with the words that say it; writes nothing and needs no server.

    Text, Markdown, HTML, PDF or DOCX, in Chinese, French or English. The names known are those of the datasets that ship
    and, where the home's graph is running, of those loaded in it (docs/extraction.md).
    """
    from loaders.extract import extract_file  # the lexicons take a while to load, and only this command needs them

    names = _names(settings_from(home))
    try:
        result = extract_file(file, names)
    except OSError as error:
        raise DatasetError([Problem(str(file), 0, "", f"cannot be read: {error.strerror}")]) from error
    if format_ == "json":
        click.echo(json.dumps(result.as_json(), ensure_ascii=False, indent=1))
        return
    _print(result.as_json())


def _names(settings: Settings) -> Gazetteer | None:
    """The names that the graph of the home knows besides those that ship; None where no graph runs."""
    if settings.neo4j_uri is None and engine.status(settings) is None:
        return None
    from loaders.document import gazetteer

    _, claims = with_database(settings, identities.owned)
    return gazetteer(claims)


def _print(said: dict) -> None:  # type: ignore[type-arg]
    """The document, its entities and its relations as tables."""
    console = Console(highlight=False, soft_wrap=True)
    for key, value in said["document"].items():
        if value is not None:
            console.print(f"{key:10} {escape(str(value))}")
    wide = Console(width=max(console.width, 100) if console.is_terminal else 10_000, highlight=False)
    entities = Table("type", "name", "id", "mentions", box=SIMPLE_HEAD)
    for one in said["entities"]:
        entities.add_row(one["type"], escape(one["name"]), one["id"], str(len(one["mentions"])))
    wide.print(entities)
    names = {one["id"]: one["name"] for one in said["entities"]}
    relations = Table("subject", "relation", "object", "status", "confidence", "quote", box=SIMPLE_HEAD)
    for one in said["relations"]:
        title = one["properties"].get("title")
        relations.add_row(
            escape(names[one["subject"]]),
            one["predicate"] + (f" ({escape(str(title))})" if title else ""),
            escape(names[one["object"]]),
            one["status"],
            f"{one['confidence']:.2f}",
            escape(one["evidence"]["quote"].replace("\n", " ")),
        )
    wide.print(relations)


COMMANDS = [extract]
