"""Everything that a text mentions: names known and recognised, abbreviations, anaphora, persons, figures."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.extract import anaphora, bodies, coref, counties
from loaders.extract.coref import Group
from loaders.extract.figures import figures
from loaders.extract.gazetteer import Gazetteer
from loaders.extract.known import NOUN, country, known, turned
from loaders.extract.lexicon import Lexicon
from loaders.extract.mask import Mask
from loaders.extract.mentions import Mention, longest, within
from loaders.extract.names import recognised
from loaders.extract.persons import Post, persons
from loaders.extract.plain import HAN
from loaders.extract.sentences import Sentence

_BESIDE = 40  # characters
_MOST_PERSONS = 300
_POSSESSIVE = re.compile(r"(?:'s\b)?[ ']*")
_PLACE_PREFIX = re.compile(r"(?:[\u4e00-\u9fff]{1,6}?(?:省|(?<!城)市|县|(?<![园地社片城])区))+")
_SHORTEST_CHAIN = 3
_OWNERS = frozenset({"Government", "PilotZone", "Enterprise", "Agency", "Organization", "Platform", "IndustrialChain"})
_INSIDE = {"Policy": "Programme"}
_OF = re.compile(r" of (?:the )?")


@dataclass(slots=True)
class Scan:
    """The mentions of a text in order of place, their groups, persons' posts, all candidates with those inside others, and the places
    in the names of bodies and policies, by where those names begin.
    """

    mentions: list[Mention]
    groups: list[Group]
    posts: list[Post]
    candidates: list[Mention]
    places: dict[int, Mention]


def scan(text: str, sentences: Sequence[Sentence], lexicon: Lexicon, gazetteer: Gazetteer, body: int) -> Scan:
    """Find the mentions of `text` (in the plain form) and which of them are one entity; its head ends at `body`."""
    begin = sentences[0].start if sentences else len(text)
    hits = [*known(text, gazetteer, begin, lexicon), *country(text, begin, lexicon), *turned(text, gazetteer, begin)]
    someone = [hit for hit in hits if hit.type == "Person"]
    hits = [hit for hit in hits if hit.type != "Person"]
    hits += counties.bare(text, begin, hits, gazetteer)
    found = list(recognised(text, sentences, lexicon, hits, gazetteer))
    _without_places(found, hits)
    stand_ins = list(anaphora.find(text, sentences, lexicon))
    named = sorted([*hits, *found, *stand_ins], key=lambda m: m.start)
    counted = [
        _own(figure, list(within(named, sentence.start, sentence.end)))
        for sentence in sentences
        for figure in figures(text, sentence, lexicon)
    ]
    everything = hits + found
    candidates = [one for one in everything if one.method != NOUN]
    taken = longest([*stand_ins, *candidates])
    short = coref.abbreviations(text, taken, lexicon, begin)
    short += coref.short_forms(text, taken, lexicon, sentences, body)
    short += coref.cores(text, taken, candidates, begin, gazetteer)
    taken = longest([*short, *stand_ins, *candidates])
    _led(text, taken, lexicon)
    people, posts = _people(text, sentences, lexicon, taken)
    again = list(_again(text, begin, people, someone))
    taken = longest([*people, *again, *short, *stand_ins, *candidates, *counted])
    taken = list(_without_countries(text, taken))
    context = coref.context_of([*hits, *taken], gazetteer)
    bodies.placed(taken, hits, gazetteer, context)
    _within_each_other(taken, gazetteer)
    groups = coref.group(taken, gazetteer, context, body)
    places = _places(taken, hits, groups, gazetteer, context)
    anaphora.resolve(text, taken, groups, sentences, gazetteer, places)
    posts = [post for post in posts if post.person.group >= 0]
    bodies.governed(posts, taken, groups, list(places.values()), gazetteer, lexicon)
    inner = _inner(taken, gazetteer)
    candidates = sorted([*everything, *short, *inner], key=lambda m: m.start)
    _group_nested(candidates, taken, groups, gazetteer, context)
    return Scan(taken, groups, posts, candidates, places)


def _led(text: str, taken: Sequence[Mention], lexicon: Lexicon) -> None:
    """What has a head is a body and no facility: 南宁海关技术中心主任陆敏, director of the Changchun Test Center."""
    names = {m.name for m in taken if m.type == "Platform" and lexicon.get("posts", "led").search(_around(text, m))}
    for mention in taken:
        if mention.type == "Platform" and not mention.ids and mention.name in names:
            mention.type = "Organization"


def _around(text: str, mention: Mention) -> str:
    """A mention as `@`, with the words around it."""
    return f"{text[max(0, mention.start - _BESIDE) : mention.start]}@{text[mention.end : mention.end + _BESIDE]}"


def _inner(taken: Sequence[Mention], gazetteer: Gazetteer) -> Iterator[Mention]:
    """The places in the names of known pilots, which the longer name hides."""
    for pilot in taken:
        if pilot.type == "Pilot" and pilot.ids:
            for hit in gazetteer.find(pilot.name[:-1]):
                if hit.ids and hit.ids[0].startswith("government/"):
                    start, end = pilot.start + hit.start, pilot.start + hit.end
                    name = pilot.name[hit.start : hit.end]
                    yield Mention(start, end, "Government", name, "in-name", hit.ids, True)


def _without_places(found: Sequence[Mention], hits: Sequence[Mention]) -> None:
    """A chain's name without the place before it: 福鼎市白茶产业 is the white tea industry, in Fuding."""
    ends: dict[int, list[Mention]] = {}
    for place in (*hits, *found):
        if place.type in {"Government", "PilotZone"}:
            ends.setdefault(place.end, []).append(place)
    for chain in found:
        if chain.type == "IndustrialChain":
            prefix = _PLACE_PREFIX.match(chain.name)
            if prefix and len(chain.name) - prefix.end() >= _SHORTEST_CHAIN:  # a county that nobody knows
                chain.start, chain.name = chain.start + prefix.end(), chain.name[prefix.end() :]
                chain.outer = (chain.start, chain.outer[1])
            for at in range(chain.end - 3, chain.start, -1):
                if any(place.start <= chain.start for place in ends.get(at, ())):
                    at = chain.start + _POSSESSIVE.match(chain.name, at - chain.start).end()  # type: ignore[union-attr]
                    chain.name, chain.start = chain.name[at - chain.start :], at
                    chain.outer = (at, chain.outer[1])
                    break


def _places(
    taken: Sequence[Mention],
    hits: list[Mention],
    groups: list[Group],
    gazetteer: Gazetteer,
    context: coref.Context,
) -> dict[int, Mention]:
    """The place in a body's or policy's name, a mention of that place too: whoever reads it knows which city is `the city`."""
    hits = sorted((h for h in hits if h.type == "Government"), key=lambda h: h.start)
    by_id = {group.ids[0]: at for at, group in enumerate(groups) if len(group.ids) == 1}
    found: dict[int, Mention] = {}
    for mention in taken:
        if mention.type not in {"Agency", "Organization", "Policy", "Platform", "PilotZone"}:
            continue
        inside = list(within(hits, mention.start, mention.end)) or list(_first(mention, gazetteer))
        for hit in inside:
            ids = coref.choose(hit.ids, gazetteer, context, hit.start)
            if hit.group < 0 and len(ids) == 1 and gazetteer.levels.get(ids[0]) != "COUNTRY":
                if ids[0] not in by_id:
                    groups.append(Group("Government", [], ids))
                    by_id[ids[0]] = len(groups) - 1
                hit.group = by_id[ids[0]]
                groups[hit.group].mentions.append(hit)
                found[mention.start] = hit
                break
    return found


def _within_each_other(taken: Sequence[Mention], gazetteer: Gazetteer) -> None:
    """A place directly behind the one that it lies in stands for both: 常州溧阳."""
    for outer, inner in itertools.pairwise(taken):
        both = outer.type == "Government" and inner.type in {"Government", "PilotZone"} and outer.end == inner.start
        if both and any(set(outer.ids) & set(gazetteer.ancestors(id_)) for id_ in inner.ids):
            inner.outer = (outer.outer[0], inner.outer[1])


def _without_countries(text: str, taken: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions without countries that only say where a company comes from: Hitachi of Japan, 德国莱茵集团."""
    company: Mention | None = None
    for mention in taken:
        if company and mention.method.endswith("foreign-place") and _OF.fullmatch(text, company.end, mention.start):
            company.outer = (company.outer[0], mention.end)
            continue
        yield mention
        company = mention if mention.type == "Enterprise" else None


def _first(mention: Mention, gazetteer: Gazetteer) -> Iterator[Mention]:
    """The place that a body known under its full name is called after."""
    ids, (start, end) = gazetteer.place_of(mention.name) if mention.ids else ((), (0, 0))
    if ids:
        at = mention.start + start
        yield Mention(at, mention.start + end, "Government", mention.name[start:end], "in-name", tuple(ids), True)


def _own(figure: Mention, names: Sequence[Mention]) -> Mention:
    """The figure without the names that its noun begins with: 山东国家单项冠军274家 is Shandong's, 光伏产业产值90亿元 its industry's."""
    begin = figure.start
    number = figure.values["spans"][0][0]
    near = [m for m in names if m.type in _OWNERS and m.start <= begin + 2 and begin < m.end < number - 1]
    near += [m for m in names if m.type == "Government" and m.start == begin and m.end == number]  # 济南28家
    end = max((m.end for m in near), default=begin)
    name = figure.name[end - begin :]
    if end > begin and any(c.isdigit() for c in name):
        figure.start, figure.name = end, name
        if end == number:
            figure.values["indicator"] = figure.values["unit"]
        figure.outer = (max(figure.outer[0], end), figure.outer[1])
    return figure


def _people(
    text: str, sentences: Sequence[Sentence], lexicon: Lexicon, taken: list[Mention]
) -> tuple[list[Mention], list[Post]]:
    people: list[Mention] = []
    posts: list[Post] = []
    for sentence in sentences:
        inside = list(within(taken, sentence.start, sentence.end))
        mask = Mask(text, sentence.start, sentence.end, inside)
        some, held = persons(text, mask, lexicon)
        people += some
        posts += held
    return people, posts


def _again(text: str, begin: int, people: Sequence[Mention], someone: Sequence[Mention]) -> Iterator[Mention]:
    """The same persons where nothing says their post again, and persons that are known."""
    for name in list(dict.fromkeys(person.name for person in people))[:_MOST_PERSONS]:
        bound = "" if HAN.search(name) else r"\b"
        for found in re.finditer(bound + re.escape(name) + bound, text[begin:]):
            yield Mention(begin + found.start(), begin + found.end(), "Person", name, "person-again")
    yield from someone


def _group_nested(
    candidates: list[Mention],
    taken: Sequence[Mention],
    groups: list[Group],
    gazetteer: Gazetteer,
    context: coref.Context,
) -> None:
    """Names inside a pilot's name, and known industries by their noun, are entities too: join them to the groups."""
    index: dict[tuple[str, str], int] = {}
    for at, group in reversed(list(enumerate(groups))):
        index |= dict.fromkeys(((group.type, key) for key in (*group.ids, *group.names)), at)
    nouns = [m for m in candidates if m.method == NOUN and m.group < 0]
    for noun in nouns:
        _join(noun, index, groups, gazetteer, context)
    for pilot in (m for m in taken if m.type in {"Pilot", *_INSIDE}):
        inside = [m for m in within(candidates, pilot.start, pilot.end) if m.group < 0 and m.type != "Pilot"]
        if pilot.type != "Pilot":
            inside = [m for m in inside if m.type == _INSIDE[pilot.type] and m.ids]
        for mention in inside:
            _join(mention, index, groups, gazetteer, context)


def _join(
    mention: Mention,
    index: dict[tuple[str, str], int],
    groups: list[Group],
    gazetteer: Gazetteer,
    context: coref.Context,
) -> None:
    """Join a mention to the group of its id or name, or to a new one."""
    keys = [(mention.type, key) for key in (*mention.ids[:1], mention.name)]
    same = next((index[key] for key in keys if key in index), None)
    if same is None:
        groups.append(Group(mention.type, [], coref.choose(mention.ids, gazetteer, context, mention.start)))
        same = len(groups) - 1
    index |= dict.fromkeys((key for key in keys if key not in index), same)
    mention.group = same
    groups[same].mentions.append(mention)
