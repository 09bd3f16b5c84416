"""Extraction held against annotated texts of our own (tests/extract_texts), in the form of the shared annotations.

A gold entity is found where type and name agree; a gold relation where its predicate states the same and its ends are
found. The gold of a text is complete for the predicates that it uses, so precision is counted over those.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from loaders.extract import extract_file

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


def counted(stem: str) -> tuple[str, Counter[str]]:
    """(language, counts) for a text."""
    gold = json.loads((TEXTS / f"{stem}.gold.json").read_text(encoding="utf-8"))
    said = extract_file(TEXTS / f"{stem}.txt").as_json()
    entities = {one["id"]: one for one in said["entities"]}
    count: Counter[str] = Counter(gold=len(gold["entities"]), found=len(entities), gold_r=len(gold["relations"]))
    used = set()
    for one in gold["entities"]:
        hit = next((i for i, e in entities.items() if e["type"] == one["type"] and called(e, one["name"])), None)
        count["hit"] += hit is not None
        used |= {hit} - {None}
    count["used"] = len(used)
    kinds = {kind for one in gold["relations"] for kind in SAME.get(one["predicate"], {one["predicate"]})}
    comparable = [one for one in said["relations"] if one["predicate"] in kinds]
    count["found_r"] = len(comparable)
    count["hit_r"] = sum(any(agrees(g, f, entities) for f in comparable) for g in gold["relations"])
    count["used_r"] = sum(any(agrees(g, f, entities) for g in gold["relations"]) for f in comparable)
    return gold["language"], count


@pytest.mark.parametrize("language", ["zh", "fr", "en"])
def test_scores(language: str) -> None:
    total: Counter[str] = Counter()
    for stem in CASES:
        said, count = counted(stem)
        if said == language:
            total += count
    precision, recall = total["used"] / total["found"], total["hit"] / total["gold"]
    assert 2 * precision * recall / (precision + recall) >= 0.85, total
    assert total["hit_r"] / total["gold_r"] >= 0.75, total
    assert total["used_r"] / total["found_r"] >= 0.85, total


def test_there_are_texts_in_each_language() -> None:
    assert Counter(stem[:2] for stem in CASES) == {"zh": 4, "fr": 4, "en": 4}


@pytest.mark.parametrize("stem", CASES)
def test_every_quote_stands_where_it_says(stem: str) -> None:
    text = (TEXTS / f"{stem}.txt").read_text(encoding="utf-8")
    said = extract_file(TEXTS / f"{stem}.txt").as_json()
    assert said["relations"]
    for one in said["relations"]:
        evidence = one["evidence"]
        assert text[evidence["start"] : evidence["end"]] == evidence["quote"]
        assert evidence["quote"].strip()
        assert 0 < one["confidence"] < 1
    for entity in said["entities"]:
        assert all(text[m["start"] : m["end"]] == m["text"] for m in entity["mentions"])
