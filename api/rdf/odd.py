"""Values that their property cannot have, such as somebody's edit by hand leaves: they are exported for what they are.

A text where a number belongs becomes a literal of text, a list where one value belongs several triples, so that who reads the
export, or validates it, sees what is wrong instead of an error of ours.
"""

from __future__ import annotations

from typing import Any

from api.rdf.columns import Column, Form
from api.rdf.syntax import Syntax
from api.rdf.values import decimal, double

# What rendering such a value raises: it is made for the right ones, and looks at none twice.
ODD = (TypeError, AttributeError, ValueError)

_TEXTS = {Form.TEXT, Form.DATE, Form.IRI, Form.ENTITY, Form.STATEMENT, Form.EVIDENCE, Form.TERM}


def odd(syntax: Syntax, column: Column, value: Any) -> list[str]:
    """The objects of a property's triples, whatever its value is."""
    values = value if isinstance(value, list) else [] if value is None else [value]
    return sorted({_one(syntax, column, one) for one in values})


def _one(syntax: Syntax, column: Column, value: Any) -> str:
    if isinstance(value, str) and column.form in _TEXTS:
        return syntax.renderer(column)(value)
    if isinstance(value, bool):
        datatype, text = "xsd:boolean", str(value).lower()
    elif isinstance(value, int):
        datatype, text = "xsd:integer", str(value)
    elif isinstance(value, float):
        exact = decimal(value)
        datatype, text = ("xsd:decimal", exact) if exact is not None else ("xsd:double", double(value))
    else:
        datatype, text = "xsd:string", str(value)
    before, after = syntax.literal(column, datatype)
    return f"{before}{syntax.escape(text)}{after}"
