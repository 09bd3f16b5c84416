"""`/ontology`, `/shapes`, `/context.jsonld`: what the data is made of, negotiated like the data.

Made from the declarations in schema/ for the base IRI that is set; turned into other formats by pyoxigraph, blank nodes
named canonically (RDFC-1.0), so that bytes repeat.
"""

from __future__ import annotations

import asyncio
from functools import lru_cache
from html import escape

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from api.answers import (
    HTML,
    JSON,
    Offer,
    accept,
    cache_control,
    choose,
    here,
    link_header,
    not_acceptable,
    relative,
    respond,
    tag,
)
from api.linked.formats import ALSO, BY_SUFFIX, DATA, split
from schema.context import context_text
from schema.owl import owl_text
from schema.shacl import shacl_text, shapes_namespace
from schema.vocabularies import namespaces

_TEXTS = {"ontology": owl_text, "shapes": shacl_text}
_TITLES = {"ontology": "The ontology of Qianglian", "shapes": "The shapes (SHACL) of Qianglian's data"}
_OX = {
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
}
PAGE = Offer(HTML, ".html")
_EVERYTHING = (*DATA, PAGE, *ALSO, Offer("application/xhtml+xml", ".html"))
_CONTEXT = (Offer("application/ld+json", ".jsonld"), Offer(JSON, ".jsonld"))


async def document(request: Request) -> Response:
    """The ontology or the shapes, in the format of the suffix or that which Accept prefers."""
    name, suffix = split(here(request))
    if name.endswith(PAGE.name):
        name, suffix = name.removesuffix(PAGE.name), PAGE.name
    links = {offer.name: relative(request, name + offer.name) for offer in (*DATA, PAGE)}
    chosen = suffix
    if chosen is None:
        offer = choose(accept(request), _EVERYTHING)
        if offer is None:
            return not_acceptable(request, (*DATA, PAGE), links)
        chosen = offer.name
    settings = request.state.settings
    body = await asyncio.to_thread(written, name, chosen, settings.base_iri)  # a second, the first time
    headers = {"etag": tag(body), "cache-control": cache_control(settings.max_age)}
    if suffix is None:
        headers |= {"vary": "accept", "content-location": links[chosen]}
    alternates = [
        (links[o.name], {"rel": "alternate", "type": o.media_type}) for o in (*DATA, PAGE) if o.name != chosen
    ]
    headers["link"] = link_header([(relative(request, name), {"rel": "canonical"}), *alternates])
    return respond(request, body, HTML if chosen == PAGE.name else BY_SUFFIX[chosen].media_type, headers=headers)


async def context(request: Request) -> Response:
    """The JSON-LD context."""
    links = {".jsonld": relative(request, "context.jsonld")}
    if choose(accept(request), _CONTEXT) is None:
        return not_acceptable(request, _CONTEXT[:1], links)
    settings = request.state.settings
    body = context_text(settings.base_iri).encode()
    headers = {"etag": tag(body), "cache-control": cache_control(settings.max_age), "vary": "accept"}
    headers["content-location"] = links[".jsonld"]
    return respond(request, body, "application/ld+json", headers=headers)


@lru_cache(maxsize=32)
def written(name: str, suffix: str, base_iri: str) -> bytes:
    """One of the documents in a format; Turtle as it is committed."""
    text = _TEXTS[name](base_iri).encode()
    if suffix == ".ttl":
        return text
    found = ox.Dataset(ox.parse(text, format=ox.RdfFormat.TURTLE))
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    quads = sorted(found, key=str)
    prefixes = namespaces(base_iri) | (shapes_namespace(base_iri) if name == "shapes" else {})
    if suffix == PAGE.name:
        return _page(name, quads, prefixes, base_iri).encode()
    target = _OX[suffix]
    items = quads if target.supports_datasets else [quad.triple for quad in quads]
    made = ox.serialize(items, format=target, prefixes=prefixes)
    assert made is not None
    return made


def _page(name: str, quads: list[ox.Quad], prefixes: dict[str, str], base_iri: str) -> str:
    """Every term with what is said of it; the anchor of a term is the fragment of its IRI."""
    own = f"{base_iri}/{name}#"

    def short(term: object) -> str:
        if isinstance(term, ox.Literal):
            return escape(term.value) + (f" <small>{term.language}</small>" if term.language else "")
        if not isinstance(term, ox.NamedNode):
            return f'<a href="#{escape(str(term))}">{escape(str(term))}</a>'
        for prefix, namespace in prefixes.items():
            if term.value.startswith(namespace) and (local := term.value[len(namespace) :]):
                href = term.value
                if prefix in {"q", "qsh"}:  # a part of this page, or of the other
                    href = href.removeprefix(f"{base_iri}/").removeprefix(name)
                return f'<a href="{escape(href)}">{prefix}:{escape(local)}</a>'
        return f"<code>{escape(term.value)}</code>"

    by_subject: dict[str, tuple[object, list[ox.Quad]]] = {}
    for quad in quads:
        by_subject.setdefault(str(quad.subject), (quad.subject, []))[1].append(quad)
    sections = []
    for subject, said in by_subject.values():
        iri = subject.value if isinstance(subject, ox.NamedNode) else str(subject)
        anchor = iri.removeprefix(own)
        rows = "".join(f'<tr><th scope="row">{short(q.predicate)}</th><td>{short(q.object)}</td></tr>\n' for q in said)
        sections.append(f'<table id="{escape(anchor)}">\n<caption>{short(subject)}</caption>\n{rows}</table>\n')
    links = " · ".join(f'<a href="{name}{o.name}" type="{o.media_type}">{o.media_type}</a>' for o in DATA)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{_TITLES[name]}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<link rel="icon" href="data:,"><link rel="stylesheet" href="page/linked.css">\n'
        f"</head>\n<body>\n<main>\n<h1>{_TITLES[name]}</h1>\n<p>The same as data: {links}</p>\n{''.join(sections)}</main>\n</body>\n</html>\n"
    )
