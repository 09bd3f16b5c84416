"""`schema`: what derives from the ontology."""

from __future__ import annotations

import click

from graph.settings import Settings
from schema.context import context_text
from schema.owl import owl_text
from schema.page import page_text
from schema.shacl import shacl_text

_TEXTS = {"context": context_text, "owl": owl_text, "shacl": shacl_text, "docs": page_text}


@click.command(name="schema")
@click.argument("what", type=click.Choice(["graphql", "context", "owl", "shacl", "docs"]))
def schema(what: str) -> None:
    """Print the GraphQL schema, the JSON-LD context, the OWL ontology, the SHACL shapes, or the ontology's page."""
    if what == "graphql":
        from api.types import sdl  # Strawberry takes half a second to import

        click.echo(sdl(), nl=False)
    else:
        click.echo(_TEXTS[what](Settings.read().base_iri), nl=False)


COMMANDS = [schema]
