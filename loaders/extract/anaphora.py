"""Plain anaphora: what stands for something said before. 该公司, the city, l'alliance, it; and two at once: 双方."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache

from loaders.extract.coref import Group
from loaders.extract.gazetteer import MUNICIPALITIES, Gazetteer
from loaders.extract.lexicon import Lexicon
from loaders.extract.mentions import ANY, PAIR, Mention
from loaders.extract.plain import HAN
from loaders.extract.sentences import Sentence

_PARTIES = {"Agency", "Enterprise", "Organization", "Government", "PilotZone"}
# `the company` may be a state group that the ontology calls an agency; `the centre` one, too.
_COMPATIBLE = {
    "Enterprise": {"Enterprise", "Agency"},
    "Platform": {"Platform"},
    "Agency": {"Agency"},
    "Organization": {"Organization"},
    "Policy": {"Policy", "Programme"},
}
# What is not a party is meant by `it` where a sentence began with it.
_BEGINS = {"Agreement", "Policy", "Platform", "IndustrialChain", "Programme"}
_LEAD = 12  # characters
_PLACES = {"Government", "PilotZone"}
_LOCATIVE = re.compile(
    r"(?:\b(?:in|at|à|en|au|dans)(?: the| la| le)? |[在于])$"
)  # where something is, and no party to it
_COMPANY = re.compile(r"公司|集团|group|company|co\.|ltd|corp|groupe|sa\b|inc\b", re.I)
_COMPANIES = re.compile(r"compan|enterprise|firm|entreprise|société|公司|企业", re.I)
_PARTIES_NEAR = 4  # parties back that `both` may mean
_LEVELS = (
    (re.compile(r"province|省|provincial", re.I), {"PROVINCE"}),
    (re.compile(r"city|ville|municip|市|préfecture", re.I), {"PREFECTURE", "COUNTY", "MUNICIPALITY"}),
    (re.compile(r"county|comté|县", re.I), {"COUNTY"}),
    (re.compile(r"district|区", re.I), {"COUNTY"}),
)


def find(text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> Iterator[Mention]:
    """The anaphora of a text, not yet resolved."""
    both = lexicon.get("anaphora", "both")
    patterns = [(one["type"], lexicon.compiled(one["pattern"])) for one in lexicon.said["anaphora"]["patterns"]]
    for sentence in sentences:
        piece = text[sentence.start : sentence.end]
        for match in both.finditer(piece):
            start = sentence.start + match.start()
            yield Mention(start, sentence.start + match.end(), PAIR, match[0], "pair", weak=True)
        for type_, pattern in patterns:
            for match in pattern.finditer(piece):
                start = sentence.start + match.start()
                yield Mention(start, sentence.start + match.end(), type_, match[0], "anaphor", weak=True)


def resolve(
    text: str,
    mentions: Sequence[Mention],
    groups: list[Group],
    sentences: Sequence[Sentence],
    gazetteer: Gazetteer,
    places: Mapping[int, Mention],
) -> None:
    """Set what anaphora stand for, in order of place; what has nothing before it stays without a group.

    `places` are those in the names of bodies and policies, by where the names begin.
    """
    recent: list[Mention] = []  # named mentions before, the latest last, each group once
    subjects: dict[int, Mention] = {}  # sentence number -> its first party
    posts = sorted(mention.outer for mention in mentions if mention.type == "Person")
    where = {id(m) for m in mentions if m.type in _PLACES and _LOCATIVE.search(text, max(0, m.start - 8), m.start)}

    @cache  # nothing is added to a group before the end
    def names(group: int) -> list[str]:
        return groups[group].names

    at = 0
    for mention in mentions:
        while at + 1 < len(sentences) and sentences[at + 1].start <= mention.start:
            at += 1
        if mention.type == PAIR:
            mention.refers = _pair(mention, [m for m in recent if id(m) not in where], groups)
        elif mention.type == ANY:
            same = at > 0 and sentences[at - 1].paragraph == sentences[at].paragraph
            if same and (subject := subjects.get(at - 1)):
                mention.group = subject.group
        elif mention.method == "anaphor":
            mention.group = _antecedent(mention, recent, groups, names, gazetteer)
        if mention.group >= 0:
            begins = mention.type in _BEGINS and mention.start - sentences[at].start <= _LEAD
            if mention.type == ANY or begins or (mention.type in _PARTIES and not _in_post(mention, posts)):
                subjects.setdefault(at, mention)
            if mention.method != "anaphor" and mention.type != ANY:
                recent = [m for m in recent if m.group != mention.group][-40:]
            if mention.start in places:
                recent.append(places[mention.start])
            recent.append(mention)
    for mention in mentions:
        if mention.method == "anaphor" and mention.group >= 0:
            groups[mention.group].mentions.append(mention)
            mention.type = groups[mention.group].type


def _in_post(mention: Mention, posts: Sequence[tuple[int, int]]) -> bool:
    """Whether a body is only said to have somebody in a post."""
    at = bisect_right(posts, (mention.start, sys.maxsize)) - 1
    return at >= 0 and mention.end <= posts[at][1]


def _pair(pair: Mention, recent: Sequence[Mention], groups: Sequence[Group]) -> list[Mention]:
    """The two that `both` means: of the last parties named those that the document names most often, then the first."""
    found: list[Mention] = []
    if _COMPANIES.search(pair.name):
        recent = [mention for mention in recent if mention.type == "Enterprise"]
    for mention in reversed(recent):
        # 崂山区人民政府 acts; 崂山区 alone may be where
        named = not mention.weak or any(name.endswith("政府") for name in groups[mention.group].names)
        if mention.type in _PARTIES and named and all(m.group != mention.group for m in found):
            found.append(mention)
    if len(found) < 2:  # one of them may be a government
        for mention in reversed(recent):
            if mention.type in _PARTIES and all(m.group != mention.group for m in found):
                found.append(mention)
    if len(found) < 2:
        return []
    found = sorted(found[:_PARTIES_NEAR], key=lambda m: (-len(groups[m.group].mentions), m.start))[:2]
    return sorted(found, key=lambda m: m.start)


def _city(group: Group, names: Iterable[str], gazetteer: Gazetteer) -> bool:
    """Whether a county is called a city: 义乌市, Yiwu City."""
    return any(
        set(group.ids) & set(gazetteer.ids(name if name.endswith(("市", "City")) else form.format(name)))
        for name in names
        for form in ("{}市", "{} City")
    )


def _antecedent(
    mention: Mention,
    recent: Sequence[Mention],
    groups: Sequence[Group],
    names: Callable[[int], list[str]],
    gazetteer: Gazetteer,
) -> int:
    wanted = _COMPATIBLE.get(mention.type, {mention.type})
    levels = next((levels for word, levels in _LEVELS if word.search(mention.name)), set())
    word = mention.name[-2:] if HAN.search(mention.name) else re.split(r"[ ']", mention.name)[-1].lower()
    called = [m for m in recent if word in m.name.lower() and mention.type != "Government"]
    for before in [*reversed(called), *reversed(recent)]:
        group = groups[before.group]
        if group.type not in wanted or before.method == "figure":
            continue
        if mention.type == "Government":
            known = {gazetteer.levels.get(id_) for id_ in group.ids} - {None}
            known |= {"MUNICIPALITY"} if set(group.ids) & MUNICIPALITIES else set()
            if known and levels and not known & levels:
                continue
            if known == {"COUNTY"} and "PREFECTURE" in levels and not _city(group, names(before.group), gazetteer):
                continue  # a district is in the city, and not it
        bodies = mention.type == "Enterprise" and group.type == "Agency"
        if bodies and not any(map(_COMPANY.search, names(before.group))):
            continue
        return before.group
    return -1
