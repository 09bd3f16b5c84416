"""From a file to a Result: the steps of loaders/extract/__init__.py, one after the other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from loaders.extract import about, notice, pilots
from loaders.extract.assemble import assemble
from loaders.extract.days import days
from loaders.extract.figures import figures_of
from loaders.extract.gazetteer import Gazetteer, shipped_gazetteer
from loaders.extract.head import Head, head, head_end, without_dateline
from loaders.extract.implied import implied
from loaders.extract.lexicon import Lexicon, lexicon
from loaders.extract.mask import Mask
from loaders.extract.measures import TOPICS, Measures
from loaders.extract.mentions import Mention, within
from loaders.extract.modality import PLANNED
from loaders.extract.plain import plain
from loaders.extract.reading import Source, read
from loaders.extract.result import Result
from loaders.extract.rules import ASSERTED, Found, apply
from loaders.extract.scan import Scan, scan
from loaders.extract.sentences import Sentence, sentences

# What a headline may say that the body does not repeat.
_HEADLINE = {"SIGNED", "ISSUED_BY", "ESTABLISHES", "MEMBER_OF", "LEADS", "INVESTS_IN"}
# What happens on a day: the date in the sentence is when it holds from.
_DATED = {"SIGNED", "ATTENDED", "UNVEILED", "ESTABLISHES", "ISSUED_BY"}


def extract_file(path: Path, gazetteer: Gazetteer | None = None) -> Result:
    """What a file says; `gazetteer` has the names known, those of the shipped datasets by default.

    Raises LimitError, DatasetError and OSError as `reading.read` does.
    """
    source = read(path)
    return _extract(source, gazetteer or shipped_gazetteer())


def extract_text(text: str, gazetteer: Gazetteer | None = None) -> Result:
    """What a text says; offsets count its characters."""
    return _extract(Source(text, "text"), gazetteer or shipped_gazetteer())


def _extract(source: Source, gazetteer: Gazetteer) -> Result:
    text = plain(source.text)
    said = head(text, source)
    lex = lexicon(said.language)
    as_read, text = text, without_dateline(text)
    parts = sentences(text, said.begin)
    seen = scan(text, parts, lex, gazetteer, head_end(said))
    found = list(_relations(text, parts, seen, lex, said, gazetteer))
    _not_yet(found)
    found += list(about.concerned(text, found, parts, seen, lex))
    found += list(implied(text, found, parts, seen, gazetteer, lex))
    document = {
        "title": _original(said.title, as_read, source.text),
        "publisher": _original(said.publisher, as_read, source.text),
        "date": said.date,
        "language": said.language,
        "url": said.url,
        "contentHash": hashlib.sha256(source.text.encode("utf-8", "surrogatepass")).hexdigest(),
        "format": source.format,
        "encoding": source.encoding,
    }
    return assemble(source.text, document, parts, seen, found, head_end(said))


def _original(said: str | None, text: str, original: str) -> str | None:
    """What was read in the plain form, as the document spells it: both have the same length."""
    at = text.find(said) if said else -1
    return original[at : at + len(said)] if said and at >= 0 else said


def _relations(
    text: str, parts: list[Sentence], seen: Scan, lex: Lexicon, said: Head, gazetteer: Gazetteer
) -> Iterator[Found]:
    measures = Measures(text, lex, gazetteer, seen, said.date)
    latest: dict[str, Mention] = {}
    by_sentence: list[list[Mention]] = []
    for post in seen.posts:
        if post.body is not None:
            method = f"{lex.language}-post"
            one = Found("HOLDS_POST", post.person, post.body, post.start, post.end, ASSERTED, method, 0.9)
            one.properties["title"] = post.title
            yield one
    ends = head_end(said)
    headline: list[Found] = []
    stated: set[str] = set()
    agreement = next((m for m in seen.mentions if m.type == "Agreement" and m.group >= 0), None)
    if agreement:
        latest["Agreement"] = agreement
    for sentence in parts:
        inside = list(within(seen.mentions, sentence.start, sentence.end))
        by_sentence.append(inside)
        if sentence.end <= ends and len(parts) > 1:
            if said.title_span and sentence.start >= said.title_span[0] and sentence.end <= said.title_span[1]:
                measures.topic = next((m for m in inside if m.type in TOPICS and _spoken_of(m, seen, ends)), None)
                mask = Mask(text, sentence.start, sentence.end, inside)
                latest.update({m.type: m for m in inside if m.type == "Policy" and m.group >= 0})
                headline = [one for one in apply(mask, lex, latest) if one.predicate in _HEADLINE]
            continue
        named = [m for m in inside if m.group >= 0 and (not m.weak or m.type == "Government")]
        latest.update({m.type: m for m in named if not (m.type == "Organization" and "platform" in m.method)})
        mask = Mask(text, sentence.start, sentence.end, inside)
        for one in apply(mask, lex, latest):
            stated.add(one.predicate)
            if (
                one.predicate in _DATED
                and one.subject.type != "Certificate"
                and (day := _day(text, sentence, lex, said.date))
            ):
                one.properties["since"] = day
            yield one
        yield from measures.sentence(sentence, [m for m in inside if m.method != "figure"], figures_of(mask))
        for pilot in (m for m in inside if m.type == "Pilot"):
            for one in pilots.nested(pilot, seen.candidates):
                if one.predicate == "STRENGTHENS":
                    latest["IndustrialChain"] = one.object
                yield one
    for one in headline:
        if one.predicate not in stated:  # what the body says, it says better
            one.marks |= {"headline"}
            yield one
    yield from pilots.listed(text, parts, by_sentence, seen.candidates, seen.places)
    if lex.language == "zh":
        yield from notice.issued(text, parts, seen.mentions, ends)


def _not_yet(found: Sequence[Found]) -> None:
    """What is yet to be established is planned to be where it will be."""
    due = {one.object.group for one in found if one.predicate == "ESTABLISHES" and one.status == PLANNED}
    due -= {one.object.group for one in found if one.predicate == "ESTABLISHES" and one.status == ASSERTED}
    for one in found:
        if one.predicate == "LOCATED_IN" and one.subject.group in due:
            one.status = PLANNED


def _spoken_of(mention: Mention, seen: Scan, body: int) -> bool:
    """Whether the body speaks of what the headline names: in `Beijing sets rules` the city is none of its subjects."""
    return mention.group >= 0 and any(m.start >= body for m in seen.groups[mention.group].mentions)


def _day(text: str, sentence: Sentence, lex: Lexicon, published: str | None) -> str | None:
    """The one day that a sentence names; without a year the latest such day before the document's own date."""
    found = {day.iso for day in days(text, lex, sentence.start, sentence.end, published[:4] if published else None)}
    if len(found) != 1:
        return None
    (day,) = found
    if day and published and len(day) == 10 and len(published) == 10 and day > published:
        said = days(text, lex, sentence.start, sentence.end)
        return day if said and said[0].year_said else f"{int(day[:4]) - 1}{day[4:]}"
    return day
