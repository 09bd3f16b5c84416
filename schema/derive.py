"""The files that are derived from the ontology and committed, so that readers and tools without Python have them."""

from __future__ import annotations

from schema.context import context_text
from schema.owl import owl_text
from schema.page import page_text
from schema.shacl import shacl_text
from schema.vocabularies import DEFAULT_BASE


def derived(base_iri: str = DEFAULT_BASE) -> dict[str, str]:
    """Path in the repository -> text, for every file that schema/ alone can make."""
    return {
        "docs/ontology.md": page_text(base_iri),
        "schema/derived/context.jsonld": context_text(base_iri),
        "schema/derived/ontology.ttl": owl_text(base_iri),
        "schema/derived/shapes.ttl": shacl_text(base_iri),
    }
