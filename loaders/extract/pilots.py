"""Pilots: what is inside their names (`the tea industry integration pilot`), and the list that they stand in.

A list names the agency once and the government that recommended them in a heading; both hold for every pilot below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from loaders.extract.mentions import Mention, within
from loaders.extract.rules import ASSERTED, Found
from loaders.extract.sentences import Sentence

_ABOUT_PILOTS = re.compile(r"pilot|试点", re.I)
_PICKED = re.compile(
    r"approv|select|designat|nam(?:ed|ing)\b|pick|announc|publish|releas|list|publié|sélectionn|désign|approuv|retenu|annonç"
    r"|确定|公布|发布(?!会)|认定|批准|印发|选定|入选|批复",
    re.I,
)
_RECOMMENDED = re.compile(r"recommend|recommandé|put forward by|proposé|推荐|申报|推薦", re.I)

_NEXT = 2  # characters between who recommends and the word


def nested(pilot: Mention, candidates: list[Mention]) -> Iterator[Found]:
    """STRENGTHENS and LOCATED_IN from the names inside a pilot's name; `candidates` has overlapping mentions."""
    inside = [m for m in within(candidates, pilot.start, pilot.end) if m is not pilot]
    for mention in _outermost([m for m in inside if m.type == "IndustrialChain"]):
        yield Found("STRENGTHENS", pilot, mention, *pilot.outer, ASSERTED, "pilot-name", 0.9)
    places = _outermost([m for m in inside if m.type in {"Government", "PilotZone"}])
    if places:
        last = max(places, key=lambda m: m.end)  # 青岛市崂山区: the district is where it is
        yield Found("LOCATED_IN", pilot, last, *pilot.outer, ASSERTED, "pilot-name", 0.88)


def _outermost(mentions: Sequence[Mention]) -> list[Mention]:
    return [
        m
        for m in mentions
        if not any(o is not m and o.start <= m.start and m.end <= o.end and len(o) > len(m) for o in mentions)
    ]


def listed(
    text: str,
    sentences: Sequence[Sentence],
    by_sentence: Sequence[Sequence[Mention]],
    candidates: list[Mention],
    places: Mapping[int, Mention],
) -> Iterator[Found]:
    """DESIGNATED_BY, RECOMMENDED_BY and UNDER for the pilots of a list, and what the list's policy concerns, with the words.

    `places` are those in the names of bodies, by where the names begin: what a province's bureau recommends the province does.
    """
    agency: tuple[Mention, Sentence] | None = None
    by: tuple[Mention, Sentence] | None = None
    programme: tuple[Mention, Sentence] | None = None
    policy: Mention | None = None
    for sentence, mentions in zip(sentences, by_sentence, strict=True):
        said = text[sentence.start : sentence.end]
        if not (_ABOUT_PILOTS.search(said) or _RECOMMENDED.search(said)):
            continue
        picked = [sentence.start + word.start() for word in _PICKED.finditer(said)]
        if picker := _picker(text, mentions, picked):
            agency = (picker, sentence)
            programme = next(((m, sentence) for m in mentions if m.type == "Programme" and m.group >= 0), programme)
            policy = next((m for m in mentions if m.type == "Policy" and m.group >= 0), policy)
            if policy and programme is None:  # the first list of integration pilots names their programme
                inside = within(candidates, policy.start, policy.end)
                programme = next(((m, sentence) for m in inside if m.type == "Programme" and m.group >= 0), None)
            if policy and programme and programme[1] is sentence:
                span = (sentence.start, sentence.end)
                yield Found("CONCERNS", policy, programme[0], *span, ASSERTED, "pilot-list", 0.78)
                yield Found("ISSUED_BY", programme[0], picker, *span, ASSERTED, "pilot-list", 0.78)
        if word := _RECOMMENDED.search(said):
            by = _nearest(mentions, places, sentence.start + word.start(), sentence) or by
        for pilot in (m for m in mentions if m.type == "Pilot"):
            for predicate, one in (("DESIGNATED_BY", agency), ("RECOMMENDED_BY", by), ("UNDER", programme)):
                if one and one[0].group >= 0:
                    yield Found(predicate, pilot, one[0], one[1].start, one[1].end, ASSERTED, "pilot-list", 0.82)
            if policy:
                yield Found("CONCERNS", policy, pilot, sentence.start, sentence.end, ASSERTED, "pilot-list", 0.78)


def _picker(text: str, mentions: Sequence[Mention], picked: Sequence[int]) -> Mention | None:
    """The agency nearest to a word of picking that did not recommend."""
    agencies = [m for m in mentions if m.type == "Agency" and m.group >= 0]
    agencies = [m for m in agencies if not _RECOMMENDED.match(text, m.outer[1])] or agencies
    return min(agencies, key=lambda m: min(abs(m.start - at) for at in picked), default=None) if picked else None


def _nearest(
    mentions: Sequence[Mention], places: Mapping[int, Mention], at: int, sentence: Sentence
) -> tuple[Mention, Sentence] | None:
    agent = next((m for m in mentions if m.type == "Agency" and 0 <= at - m.end <= _NEXT and m.start in places), None)
    if agent:
        return places[agent.start], sentence
    governments = [m for m in mentions if m.type == "Government" and m.group >= 0]
    best = min(governments, key=lambda m: abs(m.start - at), default=None)
    return (best, sentence) if best else None
