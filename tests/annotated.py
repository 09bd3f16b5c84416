"""The annotated texts of tests/extract_texts, and when a relation found is one that is annotated.

A gold entity is found where type and name agree; a gold relation where its predicate states the same and its ends are
found. The gold of a text is complete for the predicates that it uses, so only relations of those can be wrong. Texts that
are `held_back` were annotated before the rules that they measure were written, and nobody looked at what failed in them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from loaders.extract import extract_file
from loaders.extract.result import Statement

TEXTS = Path(__file__).parent / "extract_texts"
CASES = sorted(path.stem for path in TEXTS.glob("*.txt"))
SAME = {
    "WITNESSED": {"ATTENDED"},
    "LOCATED_IN": {"LOCATED_IN", "PART_OF"},
    "PART_OF": {"PART_OF", "OWNED_BY", "LOCATED_IN"},
    "ISSUED_BY": {"ISSUED_BY", "DESIGNATED_BY"},
    "HELD_POSITION": {"HOLDS_POST"},
    "HAS_STATISTIC": {"MEASURES"},
    "FOUNDED": {"ESTABLISHES"},
    "ADMINISTERS": {"SUPERVISES", "OPERATES"},
}


def norm(text: str) -> str:
    """A name without case, punctuation and articles."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"[“”\"«»‘’'（）()《》、，。,.·\-–—]", " ", text)
    return " ".join(re.sub(r"\b(the|le|la|les|l|de|du|des|of|d)\b", " ", text).split())


def alike(one: str, other: str) -> bool:
    """Whether two names are equal, or one contains the other and is not much shorter."""
    short, long = sorted((norm(one), norm(other)), key=len)
    return bool(short) and short in long and len(short) >= 0.6 * len(long)


def called(entity: dict[str, Any], name: str) -> bool:
    """Whether an entity is mentioned by this name."""
    return any(alike(said, name) for said in [entity["name"], *(m["text"] for m in entity["mentions"])])


def agrees(gold: dict[str, Any], found: dict[str, Any], entities: dict[str, Any]) -> bool:
    """Whether a relation found is the gold one."""
    if found["predicate"] not in SAME.get(gold["predicate"], {gold["predicate"]}):
        return False
    subject, object_ = gold["subject"], gold["object"]
    if gold["predicate"] == "HAS_STATISTIC":
        subject, object_ = object_, subject
    if not called(entities[found["subject"]], subject) or found["status"] != gold["status"]:
        return False
    if gold["object_is_entity"] or gold["predicate"] == "HAS_STATISTIC":
        return called(entities[found["object"]], object_)
    said = f"{entities[found['object']]['name']} {found['properties'].get('title', '')}"
    want, have = (set(norm(s).split()) if " " in norm(object_) else set(norm(s)) for s in (object_, said))
    return len(want & have) >= 0.5 * len(want)


def gold_of(stem: str) -> dict[str, Any]:
    """The annotations of a text."""
    gold: dict[str, Any] = json.loads((TEXTS / f"{stem}.gold.json").read_text(encoding="utf-8"))
    return gold


def judged(stem: str) -> Iterator[tuple[Statement, bool]]:
    """The relations found in a text that its annotations can judge, and whether each is right."""
    gold, result = gold_of(stem), extract_file(TEXTS / f"{stem}.txt")
    entities = {one["id"]: one for one in result.as_json()["entities"]}
    kinds = {kind for one in gold["relations"] for kind in SAME.get(one["predicate"], {one["predicate"]})}
    for one, said in zip(result.relations, result.as_json()["relations"], strict=True):
        if one.predicate in kinds:
            yield one, any(agrees(annotated, said, entities) for annotated in gold["relations"])
