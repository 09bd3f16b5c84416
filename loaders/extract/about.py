"""What an agreement or a policy is about, and what it brings about, where no verb of a rule says so.

- The programmes that the sentence of the signing serves: `to promote the Belt and Road Initiative, A and B signed an agreement`;
  and those that the text names where it says what the agreement provides, or what the policy plans.
- The chain in its own title: `Agreement on Wind Power Testing`.
- What a public body is to set up in a paragraph that begins `According to the agreement`, and what was unveiled at the
  signing and is spoken of there.

Only for a document with one agreement signed or one policy issued; where there are two, nobody knows which is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from loaders.extract.coref import Group, titled
from loaders.extract.known import NOUN
from loaders.extract.lexicon import Lexicon
from loaders.extract.mentions import PAIR, Mention, within
from loaders.extract.modality import plans
from loaders.extract.rules import ASSERTED, IMPLIED, Found
from loaders.extract.scan import Scan
from loaders.extract.sentences import Sentence

_DONE = {"SIGNED": "Agreement", "ISSUED_BY": "Policy"}
_ACCORDING = re.compile(
    r"according to|under|pursuant to|in line with|selon|aux termes|en vertu|conformément|根据|按照|依据", re.I
)
_MOST = 12  # programmes that one document is about


def concerned(
    text: str, found: Sequence[Found], sentences: Sequence[Sentence], seen: Scan, lex: Lexicon
) -> Iterator[Found]:
    """CONCERNS and ESTABLISHES of the one agreement or policy of the document."""
    done = [one for one in found if one.predicate in _DONE and one.status == ASSERTED]
    ends = {_end(one).group: one for one in reversed(done) if _end(one).type == _DONE[one.predicate]}
    if len(ends) != 1 or min(ends) < 0:
        return
    ((group, first),) = ends.items()
    whole = _end(first)
    names: set[int] = set()
    for sentence in sentences:
        inside = list(within(seen.mentions, sentence.start, sentence.end))
        same = sentence.start <= first.start < sentence.end
        said = text[sentence.start : sentence.end]
        tells = any(m.group == group or m.type == PAIR for m in inside) or (whole.type == "Policy" and plans(said, lex))
        for mention in inside:
            if mention.group in names or len(names) >= _MOST or not (same or tells):
                continue
            if _named(seen.groups, mention) and mention.start != whole.start:
                names.add(mention.group)
                sure = 0.7 if same else 0.6
                yield Found("CONCERNS", whole, mention, sentence.start, sentence.end, ASSERTED, "about", sure)
    yield from _in_title(whole, seen.candidates, seen.groups)
    if whole.type == "Agreement":
        yield from _brought_about(text, whole, found, sentences, seen)


def _end(one: Found) -> Mention:
    return one.object if one.predicate == "SIGNED" else one.subject


def _named(groups: Sequence[Group], mention: Mention) -> bool:
    """Whether it is a programme by name: known, or in quotation marks."""
    if mention.type != "Programme" or mention.group < 0:
        return False
    return bool(groups[mention.group].ids) or mention.outer != (mention.start, mention.end)


def _in_title(whole: Mention, candidates: Sequence[Mention], groups: Sequence[Group]) -> Iterator[Found]:
    for title in (m for m in groups[whole.group].mentions if titled([m.name])):
        for mention in candidates:
            inside = title.start <= mention.start and mention.end <= title.end
            if inside and mention.type == "IndustrialChain" and mention.group >= 0:
                method = f"{IMPLIED}by-title" if mention.method == NOUN else "title"
                yield Found("CONCERNS", whole, mention, *title.outer, ASSERTED, method, 0.7)


def _brought_about(
    text: str, whole: Mention, found: Sequence[Found], sentences: Sequence[Sentence], seen: Scan
) -> Iterator[Found]:
    provided = {s.paragraph for s in sentences if s.number == 1 and _ACCORDING.match(text[s.start : s.end])}
    spans = [(s.start, s.end) for s in sentences if s.paragraph in provided]
    there = [m for start, end in spans for m in within(seen.mentions, start, end)]
    if not any(m.group == whole.group for m in there):
        return
    for one in found:
        if one.predicate == "ESTABLISHES" and any(start <= one.start < end for start, end in spans):
            if one.subject.type in {"Government", "Agency"}:
                yield replace(one, subject=whole, method="according-to", confidence=0.7)
        elif one.predicate == "UNVEILED" and (again := next((m for m in there if m.group == one.object.group), None)):
            start, end = next((a, b) for a, b in spans if a <= again.start < b)
            yield Found("ESTABLISHES", whole, one.object, start, end, ASSERTED, "according-to", 0.65)


__all__ = ["concerned"]
