"""What a text implies without saying it: where a body is by its name, where what a place sets up is, whose programme a policy brings.

`Shandong Department of Finance` is a department of Shandong, and a platform that a city has built is in that city. A
reader would agree, but no words say so: such relations are kept apart (`Result.implied`), and ingest decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loaders.extract.coref import Group
from loaders.extract.gazetteer import Gazetteer
from loaders.extract.lexicon import Lexicon
from loaders.extract.mentions import Mention, within
from loaders.extract.rules import ASSERTED, IMPLIED, Found
from loaders.extract.scan import Scan
from loaders.extract.sentences import Sentence

BY_NAME, BY_FOUNDER = f"{IMPLIED}by-name", f"{IMPLIED}by-founder"
BY_POLICY, BY_PLACE, BY_NOUN = f"{IMPLIED}by-policy", f"{IMPLIED}by-place", f"{IMPLIED}by-noun"
_OF = {
    "Agency": "PART_OF",
    "Organization": "LOCATED_IN",
    "Platform": "LOCATED_IN",
    "Programme": "LOCATED_IN",
    "PilotZone": "PART_OF",
}
_CITIES = {"PREFECTURE", "COUNTY"}  # what is called after a province may be a company's, and is somewhere in it
_FOUNDED = {"ESTABLISHES": ("subject", "object"), "ISSUED_BY": ("object", "subject")}
_PLACED = frozenset({"Organization", "Platform", "Programme"})
_INSTITUTIONS = re.compile(
    r"(\w+) (?:institutions?|bodies|agencies)\b|\borganismes? de (\w+)|([\u4e00-\u9fff]{2,4})机构$"
)
_REACH = 70  # characters between a verb and what is established


def implied(
    text: str, found: Sequence[Found], sentences: Sequence[Sentence], seen: Scan, gazetteer: Gazetteer, lex: Lexicon
) -> Iterator[Found]:
    """The relations that names, founders, policies and nouns imply."""
    governments = {group.ids[0]: group.mentions[0] for group in seen.groups if _government(group)}
    yield from _by_name(seen, governments, gazetteer)
    for one in found:
        if one.predicate in _FOUNDED:
            founder, founded = (getattr(one, end) for end in _FOUNDED[one.predicate])
            if founder.type == "Government" and founded.type in _PLACED:
                yield _one("LOCATED_IN", founded, founder, one, BY_FOUNDER)
        if one.predicate == "SIGNED" and one.subject.type == "Government":
            yield _one("CONCERNS", one.object, one.subject, one, BY_PLACE)
    yield from _by_policy(text, found, sentences, seen, lex)
    yield from _of_strategy(found, sentences, seen)
    yield from _by_noun(found, sentences, seen, gazetteer)


def _government(group: Group) -> bool:
    return group.type == "Government" and len(group.ids) == 1 and bool(group.mentions)


def _by_name(seen: Scan, governments: dict[str, Mention], gazetteer: Gazetteer) -> Iterator[Found]:
    for mention in seen.mentions:
        if mention.type not in _OF or mention.group < 0:
            continue
        ids = [mention.values["of"]] if "of" in mention.values else gazetteer.place_of(mention.name)[0]
        place = next((id_ for id_ in ids if id_ in governments), None)
        if place is None:
            continue
        span = (mention.start, mention.end)
        city = gazetteer.levels.get(place) in _CITIES
        if mention.type != "PilotZone" or city:
            yield Found(_OF[mention.type], mention, governments[place], *span, ASSERTED, BY_NAME, 0.6)
        if mention.type == "Agency" and city:
            yield Found("LOCATED_IN", mention, governments[place], *span, ASSERTED, BY_NAME, 0.6)


def _by_policy(
    text: str, found: Sequence[Found], sentences: Sequence[Sentence], seen: Scan, lex: Lexicon
) -> Iterator[Found]:
    """The programmes that a policy is about: whose place's they are, and where they are new, who issued them and what is aimed at."""
    for about in found:
        if about.predicate != "CONCERNS" or about.subject.type != "Policy" or about.object.type != "Programme":
            continue
        programme, policy = about.object, about.subject.group
        sentence = next((s for s in sentences if s.start <= programme.start < s.end), None)
        if sentence is None:
            continue
        said = text[max(sentence.start, programme.start - _REACH) : programme.start]
        places = [m for m in within(seen.mentions, sentence.start, programme.start) if m.type == "Government"]
        new = lex.compiled("<establish>").search(said)
        if places and (new or lex.compiled("<pursue>").search(said)):
            yield _one("LOCATED_IN", programme, places[0], about, BY_POLICY)
        if not new:
            continue
        for one in found:
            if one.subject.group == policy and one.predicate == "ISSUED_BY":
                yield _one("ISSUED_BY", programme, one.object, about, BY_POLICY)
            elif one.subject.group == policy and one.predicate == "SETS":
                yield _one("MEASURES", one.object, programme, one, BY_POLICY)


def _of_strategy(found: Sequence[Found], sentences: Sequence[Sentence], seen: Scan) -> Iterator[Found]:
    """What a place builds where one strategy of its own is spoken of is what the strategy is about; so are industries beside it."""
    own = [one for one in found if one.predicate == "ISSUED_BY" and one.subject.type == "Programme"]
    own = [one for one in own if one.object.type == "Government"]
    if len({one.subject.group for one in own}) != 1:
        return
    for one in found:
        if one.method.endswith("city-builds-zone") and one.object.group == own[0].object.group:
            yield _one("CONCERNS", own[0].subject, one.subject, one, BY_PLACE)
            sentence = next((s for s in sentences if s.start <= one.subject.start < s.end), None)
            for chain in within(seen.candidates, one.subject.end, sentence.end if sentence else 0):
                if chain.type == "IndustrialChain" and chain.ids and chain.group >= 0:
                    yield _one("STRENGTHENS", own[0].subject, chain, one, BY_PLACE)


def _by_noun(
    found: Sequence[Found], sentences: Sequence[Sentence], seen: Scan, gazetteer: Gazetteer
) -> Iterator[Found]:
    """The known industry that a figure's noun names; a growth is that of what the sentence named before.

    Institutions of a part of an industry are the industry's: certification institutions that of testing and certification.
    """
    named_by = {group.ids[0]: group.mentions[0] for group in seen.groups if len(group.ids) == 1 and group.mentions}
    industries = [m for m in seen.candidates if m.type == "IndustrialChain" and m.ids and m.group >= 0]
    for one in found:
        if one.predicate != "MEASURES" or one.object.type == "IndustrialChain":
            continue
        figure = one.subject
        sentence = next((s for s in sentences if s.start <= figure.start < s.end), None)
        begin = sentence.start if sentence and figure.values.get("unit") == "PERCENT" else figure.start
        named = [m for m in industries if begin <= m.start and m.end <= figure.end]
        part = _INSTITUTIONS.search(figure.name.lower())
        id_ = gazetteer.parts.get(next(filter(None, part.groups()))) if part else None
        if named or id_ in named_by:
            named = named or [named_by[str(id_)]]
            yield _one("MEASURES", figure, named[-1], one, BY_NOUN)


def _one(predicate: str, subject: Mention, object_: Mention, said: Found, method: str) -> Found:
    return Found(predicate, subject, object_, said.start, said.end, said.status, method, 0.6)


__all__ = ["implied"]
