"""Extraction held against annotated texts of our own (tests/annotated.py says what is counted)."""

from __future__ import annotations

from collections import Counter

import pytest

from loaders.extract import extract_file
from loaders.extract.confidence import FILE, Counts
from scripts import calibrate
from tests.annotated import CASES, SAME, TEXTS, agrees, called, gold_of


def counted(stem: str) -> Counter[str]:
    """The counts of a text."""
    gold = gold_of(stem)
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
    return count


@pytest.mark.parametrize("held_back", [False, True])
@pytest.mark.parametrize("language", ["zh", "fr", "en"])
def test_scores(language: str, held_back: bool) -> None:
    texts = [stem for stem in CASES if stem[:2] == language and bool(gold_of(stem).get("held_back")) == held_back]
    total = sum(map(counted, texts), Counter[str]())
    precision, recall = total["used"] / total["found"], total["hit"] / total["gold"]
    assert 2 * precision * recall / (precision + recall) >= 0.85, total
    assert total["hit_r"] / total["gold_r"] >= 0.75, total
    assert total["used_r"] / total["found_r"] >= 0.85, total


def test_there_are_texts_in_each_language() -> None:
    assert Counter(stem[:2] for stem in CASES) == {"zh": 57, "fr": 40, "en": 38}
    assert Counter(stem[:2] for stem in CASES if gold_of(stem).get("held_back")) == {"zh": 6, "fr": 6, "en": 6}


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


@pytest.mark.parametrize("stem", CASES)
def test_every_end_in_the_annotations_is_in_the_text(stem: str) -> None:
    text, gold = (TEXTS / f"{stem}.txt").read_text(encoding="utf-8"), gold_of(stem)
    for one in gold["relations"]:
        ends = [one["subject"]] + ([one["object"]] if one["object_is_entity"] else [])
        assert all(end in text for end in ends), one
        assert one["evidence"] in text, one


def test_the_confidences_are_counted_from_these_texts() -> None:
    texts = calibrate.judgements()
    written = calibrate.as_toml(calibrate.count(texts.values()))
    message = "run: python -m scripts.calibrate --write"
    assert FILE.read_text(encoding="utf-8") == written, message
    said = calibrate.DOCS.read_text(encoding="utf-8")
    assert calibrate.documented(calibrate.reliability(texts)) == said, message


def test_a_rule_that_is_often_right_is_surer_and_marks_take_off() -> None:
    counts = Counts(
        6.0, {"SIGNED": (0, 0)}, {("good", "SIGNED"): (30, 30), ("bad", "SIGNED"): (1, 10)}, {"planned": 0.9}
    )
    sure = {rule: counts.confidence(rule, "SIGNED", 0.8, []) for rule in ("good", "bad", "untried")}
    assert sure["bad"] < sure["untried"] == 0.8 < sure["good"] <= 0.97
    assert counts.confidence("untried", "SIGNED", 0.8, ["planned"]) == 0.72
