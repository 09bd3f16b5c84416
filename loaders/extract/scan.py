"""Everything that a text mentions: names known and recognised, abbreviations, anaphora, persons, figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.extract import anaphora, coref
from loaders.extract.coref import Group
from loaders.extract.figures import figures
from loaders.extract.gazetteer import Gazetteer
from loaders.extract.lexicon import Lexicon
from loaders.extract.mask import Mask
from loaders.extract.mentions import Mention, longest, within
from loaders.extract.names import NOUN, country, known, recognised
from loaders.extract.persons import Post, persons
from loaders.extract.sentences import Sentence

_MOST_PERSONS = 300
_HAN = re.compile(r"[\u3400-\u9fff]")


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
    hits = [*known(text, gazetteer, begin, lexicon), *country(text, begin, lexicon)]
    someone = [hit for hit in hits if hit.type == "Person"]
    hits = [hit for hit in hits if hit.type != "Person"]
    found = list(recognised(text, sentences, lexicon, hits, gazetteer))
    _without_places(found, hits)
    stand_ins = list(anaphora.find(text, sentences, lexicon))
    counted = [_own(figure, hits) for sentence in sentences for figure in figures(text, sentence, lexicon)]
    everything = hits + found
    candidates = [one for one in everything if one.method != NOUN]
    taken = longest([*stand_ins, *candidates])
    short = coref.abbreviations(text, taken, lexicon, begin)
    short += coref.short_forms(text, taken, lexicon, sentences)
    taken = longest([*short, *stand_ins, *candidates])
    people, posts = _people(text, sentences, lexicon, taken)
    again = list(_again(text, begin, people, someone))
    taken = longest([*people, *again, *short, *stand_ins, *candidates, *counted])
    context = coref.context_of([*hits, *taken], gazetteer)
    groups = coref.group(taken, gazetteer, context, body)
    places = _places(taken, hits, groups, gazetteer, context)
    anaphora.resolve(taken, groups, sentences, gazetteer, places)
    posts = [post for post in posts if post.person.group >= 0]
    candidates = sorted([*everything, *short], key=lambda m: m.start)
    _group_nested(candidates, taken, groups, gazetteer, context)
    return Scan(taken, groups, posts, candidates, places)


def _without_places(found: Sequence[Mention], hits: Sequence[Mention]) -> None:
    """A chain's name without the place before it: 福鼎市白茶产业 is the white tea industry, in Fuding."""
    ends: dict[int, list[Mention]] = {}
    for place in (*hits, *found):
        if place.type in {"Government", "PilotZone"}:
            ends.setdefault(place.end, []).append(place)
    for chain in found:
        if chain.type == "IndustrialChain":
            for at in range(chain.end - 3, chain.start, -1):
                if any(place.start <= chain.start for place in ends.get(at, ())):
                    while chain.name[at - chain.start : at - chain.start + 1] in {" ", "'"}:
                        at += 1
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
        if mention.type not in {"Agency", "Organization", "Policy"}:
            continue
        for hit in within(hits, mention.start, mention.end):
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


def _own(figure: Mention, hits: Sequence[Mention]) -> Mention:
    """The figure without the known name that its noun begins with: 山东国家单项冠军274家 is Shandong's."""
    place = next(
        (h for h in hits if h.start >= figure.start and h.type in {"Government", "PilotZone"} and h.end < figure.end),
        None,
    )
    if place and place.start - figure.start <= 2:
        name = figure.name[place.end - figure.start :]
        if any(c.isdigit() for c in name):
            figure.start, figure.name = place.end, name
            figure.outer = (max(figure.outer[0], place.end), figure.outer[1])
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
        bound = "" if _HAN.search(name) else r"\b"
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
    """Names inside a pilot's name are entities too: join them to the groups."""
    pilots = [m for m in taken if m.type == "Pilot"]
    for pilot in pilots:
        inside = [m for m in within(candidates, pilot.start, pilot.end) if m.group < 0 and m.type != "Pilot"]
        for mention in inside:
            same = next((i for i, g in enumerate(groups) if g.type == mention.type and _alike(mention, g)), None)
            if same is None:
                ids = coref.choose(mention.ids, gazetteer, context, mention.start)
                groups.append(Group(mention.type, [], ids))
                same = len(groups) - 1
            mention.group = same
            groups[same].mentions.append(mention)


def _alike(mention: Mention, group: Group) -> bool:
    return (bool(mention.ids) and mention.ids[0] in group.ids) or mention.name in group.names
