"""The guide for Neo4j Browser: every question of queries/ as a slide, to be played there.

`:play http://localhost:8000/browser-guide.html` in Neo4j Browser. Its form is that of Neo4j's browser guides: a
`carousel` of `slide`s in which code with `mode="cypher"` can be clicked into the editor.
"""

from __future__ import annotations

import json
from html import escape

from queries import Question, questions


def page() -> str:
    """The guide as HTML."""
    slides = "".join(_slide(question) for question in questions().values())
    first = (
        "<slide class='row-fluid'><div class='col-sm-12'><h3>Qianglian 强链</h3>"
        "<p>Each slide is a question that the repository keeps: click its parameters, run them, then click its text.</p>"
        "</div></slide>"
    )
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>Qianglian: questions for Neo4j Browser</title>"
        "</head><body><article class='guide' id='qianglian'><carousel class='deck container-fluid'>"
        f"{first}{slides}</carousel></article></body></html>"
    )


def _slide(question: Question) -> str:
    parameters = ", ".join(f"{one.name}: {_literal(one.default)}" for one in question.parameters)
    text = question.cypher[question.cypher.index("CYPHER 25") :].rstrip()
    return (
        f"<slide class='row-fluid'><div class='col-sm-12'><h3>{escape(question.sentence)}</h3>"
        f"{_code(':params {' + parameters + '}')}{_code(text)}</div></slide>"
    )


def _code(text: str) -> str:
    kind = "pre-scrollable programlisting code runnable standalone-example ng-binding"
    return f"<pre mode='cypher' class='{kind}'>{escape(text)}</pre>"


def _literal(value: object) -> str:
    """A value as Cypher writes it, which for texts in double quotes, numbers and lists is as JSON does."""
    return json.dumps(value, ensure_ascii=False)
