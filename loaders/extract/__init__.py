"""Documents to statements: what an announcement says, in the ontology's terms, each with the words that say it.

Rules and lexicons (lexicon/, data and not code), no language model, no network, no server. One way through:

    reading    a file -> its text, and how it was read
    head       title, publisher, date, language, and where the body begins
    mentions   names known (gazetteer) and names recognised (patterns), persons with posts, figures
    coref      abbreviations, short forms, anaphora: which mentions are one entity
    rules      sentences with their mentions masked -> relations, with status and confidence
    result     what is reported, and how it is spelled as JSON
"""

from __future__ import annotations

from loaders.extract.gazetteer import Gazetteer, shipped_gazetteer
from loaders.extract.pipeline import extract_file, extract_text
from loaders.extract.result import Result

__all__ = ["Gazetteer", "Result", "extract_file", "extract_text", "shipped_gazetteer"]
