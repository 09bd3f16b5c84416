"""The graph as a folder of files that anybody can serve, and the differences between two such folders.

Everything is made from one file, statements.jsonl.gz, which has every statement in the order of ids (docs/publication.md). A
publication writes it from the graph, a patch from an older publication and a delta; the rest is made by the same code.
"""

from api.publication.delta import delta, patch
from api.publication.publish import publish

__all__ = ["delta", "patch", "publish"]
