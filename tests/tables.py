"""Small datasets of tables, and what a graph holds of them."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import loaders
from api.rdf import export
from graph import store
from graph.statements import Dataset
from graph.store import Summary
from tests.broken_datasets import write
from tests.conftest import Graph
from tests.snapshot import snapshot

Tables = Mapping[str, Sequence[str]]  # file name -> header and rows


def dataset(id_: str, tables: Tables, documents: Sequence[str] = ("a",)) -> Dataset:
    """A dataset of tables, in which rows without a source are taken from the first document."""
    said = f'id = "{id_}"\ntitle = "T"\nlicence = "L"\npublisher = "P"\nsource = "document/{documents[0]}"\n'
    heads = "".join(f'[[documents]]\nid = "document/{key}"\ntitle = "{key}"\n' for key in documents)
    with tempfile.TemporaryDirectory() as under:
        files = {f"{name}.csv": "\n".join(rows) + "\n" for name, rows in tables.items()}
        return loaders.parse(write(Path(under) / id_, {"dataset.toml": said + heads, **files})).dataset


def load(graph: Graph, *datasets: Dataset) -> list[Summary]:
    """Load datasets in the order given."""
    return [graph.run(store.load(graph.database, one)) for one in datasets]


def alone(graph: Graph, *datasets: Dataset) -> set[object]:
    """What a graph holds in which nothing but these was ever loaded."""
    graph.wipe()
    load(graph, *datasets)
    return snapshot(graph)


def entities(graph: Graph) -> set[str]:
    """The ids of all entities, documents aside."""
    return {id_ for (id_,) in graph.read("MATCH (n:Entity) WHERE NOT n:Document RETURN n.id")}


def exported(graph: Graph) -> bytes:
    """The graph as N-Quads."""
    out = io.BytesIO()
    graph.run(export(graph.database, "nquads", out, graph.settings.base_iri))
    return out.getvalue()


PLACES: Tables = {
    "Government": ["id,name_en,level", "government/a,A,PROVINCE", "government/b,B,PREFECTURE"],
    "PART_OF": ["subject,object", "government/b,government/a"],
}
PEOPLE: Tables = {
    "Person": ["id,name_en,source,place,aliases", "person/p,P,document/a,page 1,Pi", "person/p,P,document/b,page 2,"],
    "Agency": ["id,name_en", "agency/x,X"],
    "HOLDS_POST": ["subject,object,title,source,place", "person/p,agency/x,Head,document/a|document/b,"],
}
