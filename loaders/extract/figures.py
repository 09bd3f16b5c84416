"""Figures: numbers with a unit, what they count, and how exact they are; values in base units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from loaders.extract.lexicon import Lexicon, groups
from loaders.extract.mask import Mask
from loaders.extract.mentions import Mention
from loaders.extract.sentences import Sentence

_GROWTH_WINDOW = 40
_NOUN_WINDOW = 80
_AMOUNT_WINDOW = 110


def figures(text: str, sentence: Sentence, lexicon: Lexicon) -> list[Mention]:
    """The figures of a sentence as mentions of type Statistic; `values` holds the ontology's properties.

    What is only a year, a date, a duration or an ordinal is none.
    """
    found: list[Mention] = []
    counted = [lexicon.compiled(one) for one in lexicon.said["figures"].get("counted", ())]
    for pattern in (*counted, lexicon.get("figures", "pattern")):
        for match in pattern.finditer(text, sentence.start, sentence.end):
            mention = _figure(text, match, pattern, sentence, lexicon)
            if mention and not any(mention.start < other.end and other.start < mention.end for other in found):
                found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def figures_of(mask: Mask) -> list[Mention]:
    """The figures among a sentence's masked mentions."""
    return [m for m in mask.tokens if m.method == "figure"]


def ranks(text: str, sentence: Sentence, found: Sequence[Mention], lexicon: Lexicon) -> None:
    """Set the rank that a sentence says, and in what, of the last figure before it."""
    said = text[sentence.start : sentence.end]
    words: dict[str, int] = lexicon.said["figures"]["ranks"]
    for match in lexicon.get("figures", "rank").finditer(said):
        group = next((g for g in ("rank", "rank2") if match.groupdict().get(g)), None)
        before = [f for f in found if f.end <= sentence.start + match.start() + 1]
        if not group or not before:
            continue
        word = match[group].lower()
        digits = re.match(r"[0-9]{1,3}", word)
        rank = int(digits[0]) if digits else words.get(word)
        scope = match.groupdict().get("scope") or match.groupdict().get("scope2")
        if rank:
            before[-1].values["rank"] = rank
            if scope and scope.strip():
                before[-1].values["rankScope"] = scope.strip()


def _figure(
    text: str, match: re.Match[str], pattern: re.Pattern[str], sentence: Sentence, lexicon: Lexicon
) -> Mention | None:
    number = groups(pattern, match, "n", "n0")
    value = _number(number or "", lexicon)
    if number is None or value is None:
        return None
    said = match.groupdict()
    scale = (said.get("s") or said.get("s0") or said.get("s0b") or "").lower()
    unit, currency, percent = said.get("unit"), said.get("cur") or said.get("cur0"), said.get("pc")
    if not (unit or currency or percent):
        return None
    scales: dict[str, float] = lexicon.said["figures"]["scales"]
    value *= scales.get(scale, 1)
    start = match.start("n") if said.get("n") else match.start("cur0")
    end = match.end()
    spans = [(start, end)]
    if said.get("core"):  # 48 champions of the provincial level
        spans.append((start, match.end("core")))
    if "of" in said:  # the number of champions reached 48
        spans, start = [(start, match.end("s" if said.get("s") else "n"))], match.start()
    values: dict[str, Any] = {}
    growth = ""
    lead = match.start("q") if said.get("q") else start
    before = text[max(sentence.start, start - _NOUN_WINDOW) : lead]
    if currency:
        value, unit = _money(currency.strip().lower(), value, lexicon)
        values["unit"] = unit
    elif percent:
        window = text[max(sentence.start, start - _GROWTH_WINDOW) : min(sentence.end, end + 12)]
        grew = lexicon.get("figures", "growth").search(window if lexicon.language != "zh" else before)
        if grew is None:
            return None  # a share of something, which nothing here says what it is of
        growth = _growth(text[max(sentence.start, start - _AMOUNT_WINDOW) : lead], lexicon) or grew[0].strip().lower()
        values["unit"] = "PERCENT"
    else:
        assert unit
        unit, value = _counted(unit, value)
        values["unit"] = unit.strip()
    left, noun, end = _noun(text, before, lead, end, sentence, lexicon, bool(percent))
    value = float(f"{value:.15g}")  # 18.6 times 10^8 is no whole number in binary
    values["value"] = int(value) if value == int(value) and abs(value) < 2**53 else value
    values["qualifier"] = _qualifier(said.get("q"), bool(said.get("more") or said.get("more2")), lexicon)
    if currency and not noun:  # an amount of what? a statistic has to say so
        noun_said = _amount(text[max(sentence.start, start - _AMOUNT_WINDOW) : min(sentence.end, end + 24)], lexicon)
        if noun_said is None:
            return None
        values["indicator"] = noun_said
    else:
        values["indicator"] = noun or (growth if percent else (unit or "").strip())
        if unit and (holding := lexicon.said["figures"].get("holding")):  # enterprises holding certificates
            has = lexicon.compiled(holding).match(text, end, sentence.end)
            values["indicator"] += f" {has['does']} {has['what']}" if has else ""
    outer_start = min(left, start)
    mention = Mention(outer_start, end, "Statistic", text[outer_start:end], "figure", values=values)
    mention.values["spans"] = spans
    mention.outer = (min(outer_start, lead), end)
    return mention


def _amount(said: str, lexicon: Lexicon) -> str | None:
    """What an amount of money is of, where no noun stands before it: `projects worth`, `will invest`."""
    amounts: list[dict[str, str]] = lexicon.said["figures"]["amounts"]
    return next((one["indicator"] for one in amounts if lexicon.compiled(one["pattern"], re.I).search(said)), None)


def _number(said: str, lexicon: Lexicon) -> float | None:
    numerals: dict[str, int] = lexicon.said["figures"]["numerals"]
    if said.lower() in numerals:
        return float(numerals[said.lower()])
    digits = said.replace(" ", "")
    digits = digits.replace(",", ".") if lexicon.said["figures"]["decimal"] == "," else digits.replace(",", "")
    try:
        return float(digits) if len(digits) <= 18 else None
    except ValueError:
        return None


def _money(said: str, value: float, lexicon: Lexicon) -> tuple[float, str]:
    """(value, ISO 4217 code); Chinese writes the scale and the currency as one word."""
    names: dict[str, str] = lexicon.said["figures"]["currencies"]
    said = re.sub(r"^(?:de |d')|s\b|人民币$", "", said).strip() or "元"
    for word, factor in (("万亿", 1e12), ("亿", 1e8), ("万", 1e4)):
        if said.startswith(word):
            value, said = value * factor, said.removeprefix(word)
            break
    for name in sorted(names, key=len, reverse=True):
        if said.startswith(name.rstrip("s")):
            return value, names[name]
    return value, "CNY"


def _growth(before: str, lexicon: Lexicon) -> str:
    """What grows, where the words say so: `exports had a growth of`."""
    if "growth_of" not in lexicon.said["figures"]:
        return ""
    found = list(lexicon.get("figures", "growth_of").finditer(before))
    return f"{found[-1]['rate']}, {found[-1]['what'].strip()}" if found else ""


def _counted(unit: str, value: float) -> tuple[str, float]:
    """A Chinese measure word may carry the scale: 万家."""
    for word, factor in (("万", 1e4), ("亿", 1e8)):
        if unit.startswith(word) and len(unit) > 1:
            return unit.removeprefix(word).lstrip("余多"), value * factor
    return unit.lstrip("余多") or unit, value


def _qualifier(said: str | None, more: bool, lexicon: Lexicon) -> str:
    if more:
        return "MORE_THAN"
    for name, key in (("MORE_THAN", "more_than"), ("AT_LEAST", "at_least"), ("ABOUT", "about")):
        if said and lexicon.compiled(f"<{key}>").fullmatch(said.strip()):
            return name
    return "EXACT"


def _noun(
    text: str, before: str, start: int, end: int, sentence: Sentence, lexicon: Lexicon, percent: bool
) -> tuple[int, str, int]:
    """(start, noun, end) with what is counted: before the number, or behind it."""
    if percent and "growth_name" in lexicon.said["figures"]:
        found = lexicon.get("figures", "growth_name").search(before)
        return (start - len(before) + found.start(), found[0], end) if found else (start, "", end)
    if "noun_cut" not in lexicon.said["figures"]:
        found = lexicon.get("figures", "noun_before").search(before) if not percent else None
        return (start - len(before) + found.start(), found["noun"], end) if found else (start, "", end)
    behind = lexicon.compiled(
        '(?:(?!(?:<count_tail>))[\u4e00-\u9fff"“”]){0,8}?<count_tail>(?:(?:业|类|型|方面|领域|试点|示范){0,2}<count_tail>){0,2}'
    ).match(text, end, sentence.end)
    if behind and text[end - 1] not in "元币%":
        return start, behind[0], behind.end()
    clause = re.split(r"[,，;；:：。、()]", before)[-1]
    found = lexicon.get("figures", "noun_before").search(clause)
    if not found:
        return start, "", end
    noun, offset = found["noun"], found.start("noun")
    for cut in lexicon.get("figures", "noun_cut").finditer(clause, offset, found.end("noun")):
        noun, offset = clause[cut.end() : found.end("noun")], cut.end()
    return (start - len(clause) + offset, noun, end) if len(noun) > 1 else (start, "", end)
