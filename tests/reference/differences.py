"""Comparing two answers: key order counts, cursors are opaque, a sum may differ in the last of its digits."""

from __future__ import annotations

import json
from typing import Any


def comparable(value: Any, key: str = "", *, reference: bool = False) -> Any:
    """An answer with what may differ taken out.

    Cursors are one and the same text, as in the reference. Numbers keep 12 digits: Neo4j adds in another order. In what
    graphql-core says, a number without a fraction loses its point, which our API never writes.
    """
    if isinstance(value, dict):
        return {name: comparable(one, name, reference=reference) for name, one in value.items()}
    if isinstance(value, list):
        return [comparable(one, key, reference=reference) for one in value]
    if isinstance(value, str) and "ursor" in key:
        return "cursor"
    if isinstance(value, float):
        return int(value) if reference and value.is_integer() else float(f"{value:.12g}")
    return value


def first_difference(ours: Any, theirs: Any, path: str = "data") -> str | None:
    """Where two comparable answers differ first, with what stands there; None where they are the same text."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        if list(ours) != list(theirs):
            return f"{path}: keys {list(ours)}, but {list(theirs)}"
        pairs = [(f"{path}.{key}", ours[key], theirs[key]) for key in ours]
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        pairs = [(f"{path}.{at}", one, other) for at, (one, other) in enumerate(zip(ours, theirs, strict=True))]
    else:
        one, other = json.dumps(ours, ensure_ascii=False), json.dumps(theirs, ensure_ascii=False)
        return None if one == other else f"{path}: {one[:500]}, but {other[:500]}"
    return next((found for pair in pairs if (found := first_difference(pair[1], pair[2], pair[0]))), None)
