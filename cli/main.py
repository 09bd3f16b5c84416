"""`qianglian`: every command in one group. A user's mistake gives a message and exit code 1, never a traceback."""

from __future__ import annotations

import logging
import sys

import click

from cli import ask, data, database, explain, extract, ingest, publish, review, serve, show
from graph.errors import QianglianError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(package_name="qianglian")
def group() -> None:
    """Qianglian (强链): a knowledge graph of who strengthens what in China's quality infrastructure.

    `qianglian up` starts Neo4j, loads what ships and serves the API. Every command takes --home, or QIANGLIAN_HOME, for where
    the graph lives, and finds the server running there; where none runs, it starts one and stops it again when done.
    """


for module in (serve, database, data, publish, extract, ingest, review, ask, explain, show):
    for command in module.COMMANDS:
        group.add_command(command)


def main() -> None:
    """Run the command line."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        sys.exit(group.main(standalone_mode=False))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except QianglianError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
