"""The representations of a description: six RDF formats by suffix and media type, and a page."""

from __future__ import annotations

from collections.abc import Mapping

from api.answers import HTML, JSON, Offer
from api.rdf import FORMATS, Format

# In the order of preference where a client likes several alike.
_ORDER = ("turtle", "jsonld", "rdfxml", "ntriples", "trig", "nquads")
BY_SUFFIX: Mapping[str, Format] = {FORMATS[name].extension: FORMATS[name] for name in _ORDER}
DATA: tuple[Offer, ...] = tuple(Offer(format_.media_type, suffix) for suffix, format_ in BY_SUFFIX.items())
PAGE = Offer(HTML, "page")
# Plain JSON is JSON-LD to whoever asks for it; XHTML is what browsers of old ask for.
ALSO = (Offer(JSON, ".jsonld"),)
EVERYTHING = (*DATA, PAGE, *ALSO, Offer("application/xhtml+xml", "page"))


def split(name: str) -> tuple[str, str | None]:
    """A name without its suffix, and the suffix where it is that of a format: keys have no dots."""
    for suffix in BY_SUFFIX:
        if name.endswith(suffix):
            return name.removesuffix(suffix), suffix
    return name, None
