"""The graph as RDF: six formats, all with the same triples, and the description of one entity."""

from api.rdf.description import describe
from api.rdf.dump import FORMATS, Format, export, export_file

__all__ = ["FORMATS", "Format", "describe", "export", "export_file"]
