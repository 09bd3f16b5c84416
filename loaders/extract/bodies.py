"""Bodies named without their place: `the Provincial Department of Finance`, after Shandong, is Shandong's; 省财政厅, too.

The place is the last of that level before. Where the body is known under its full name it is that one; otherwise its place
belongs to its id, because every province has a department of finance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from loaders.extract.coref import Context, Group, choose
from loaders.extract.gazetteer import MUNICIPALITIES, Gazetteer
from loaders.extract.lexicon import Lexicon
from loaders.extract.mentions import Mention
from loaders.extract.persons import Post

_ENGLISH = re.compile(r"(?:the )?(?P<level>Provincial|Municipal) (?P<rest>.+)$", re.I)
_CHINESE = re.compile(r"(?P<level>省|市|自治区)(?P<rest>[\u3400-\u9fff]{2,20})$")
_FRENCH = re.compile(r"(?P<head>\w+) (?P<level>provincial|municipal)e? (?P<rest>.+)$", re.I)
# A strategy of development of X is a strategy of X.
_DEVELOPMENT = re.compile(r"\b(de )développement (?:d'une? |de la |du |de )", re.I)
_HEADS = re.compile("[局厅会院所]长|主任|董事长|总经理|总裁")
_NEAR = 60  # characters between a body and `its` head
_LEVELS = {
    "p": {"PROVINCE"},
    "省": {"PROVINCE"},
    "自": {"PROVINCE"},
    "m": {"PREFECTURE", "COUNTY"},
    "市": {"PREFECTURE", "COUNTY"},
}


def placed(mentions: Sequence[Mention], hits: Sequence[Mention], gazetteer: Gazetteer, context: Context) -> None:
    """Set ids, or the place (`values["of"]`), of the agencies that are named without their place."""
    places = sorted((hit for hit in hits if hit.type == "Government"), key=lambda hit: hit.start)
    for mention in mentions:
        if mention.type == "Programme" and not mention.ids:
            _programme(mention, places, gazetteer, context)
        if mention.type != "Agency" or mention.ids:
            continue
        match = _ENGLISH.match(mention.name) or _CHINESE.match(mention.name) or _FRENCH.match(mention.name)
        if match and (place := _last(places, match["level"][0].lower(), mention, gazetteer, context)):
            name, id_ = place
            mention.ids = next((ids for form in _forms(match, name) if len(ids := gazetteer.ids(form)) == 1), ())
            mention.values["of"] = id_


def governed(
    posts: Sequence[Post],
    mentions: Sequence[Mention],
    groups: Sequence[Group],
    places: Sequence[Mention],
    gazetteer: Gazetteer,
    lexicon: Lexicon,
) -> None:
    """Set the body of posts that say their level only: a mayor is the mayor of the city before, or else of the next one.

    `places` are those in the names of bodies and policies.
    """
    everywhere = sorted([*(m for m in mentions if m.type == "Government"), *places], key=lambda m: m.start)

    @cache
    def levels(group: int) -> set[str]:
        return _levels(groups[group], gazetteer)

    for post in posts:
        if post.body is None and (head := _HEADS.search(post.title)):
            own = (
                re.compile(f"(?:{lexicon.said['posts']['heads'][head[0]]})$")
                if head[0] in lexicon.said["posts"].get("heads", {})
                else None
            )
            near = [
                m for m in mentions if m.group >= 0 and own and own.search(m.name) and 0 <= post.start - m.end <= _NEAR
            ]
            post.body = near[-1] if near else None
        level = next(
            (at for at, words in lexicon.said["posts"]["governs"].items() if re.search(words, post.title, re.I)), ""
        )
        if post.body is None and level:
            fits = [m for m in everywhere if m.group >= 0 and level in levels(m.group)]
            before = [m for m in fits if m.start <= post.start]
            post.body = before[-1] if before else fits[0] if fits else None


def _levels(group: Group, gazetteer: Gazetteer) -> set[str]:
    """What a place's head is called after: a municipality has a mayor, and so has a city that is a county."""
    found = {gazetteer.levels.get(id_, "") for id_ in group.ids}
    if set(group.ids) & MUNICIPALITIES:
        found.add("PREFECTURE")
    if any(name.endswith(("市", "City")) for name in group.names):
        found.add("PREFECTURE")
    return found


def _programme(mention: Mention, places: Sequence[Mention], gazetteer: Gazetteer, context: Context) -> None:
    """The known programme of the place before that is called so: the strategy, in Jinan, is Jinan's."""
    for place in reversed([p for p in places if p.start <= mention.start]):
        if choose(place.ids, gazetteer, context, place.start):
            short = _DEVELOPMENT.sub(r"\1", mention.name)
            forms = (f"{name}{of}{place.name}" for name in (mention.name, short) for of in (" de ", " of ", " du "))
            known = (
                gazetteer.ids(form) for form in (*forms, f"{place.name} {mention.name}", f"{place.name}{mention.name}")
            )
            mention.ids = next((ids for ids in known if len(ids) == 1 and ids[0].startswith("programme/")), ())
            return


def _last(
    places: Sequence[Mention], level: str, mention: Mention, gazetteer: Gazetteer, context: Context
) -> tuple[str, str] | None:
    """(name, id) of the last place of a level before a mention."""
    for place in reversed([p for p in places if p.start <= mention.start]):
        ids = choose(place.ids, gazetteer, context, place.start)
        if len(ids) == 1 and gazetteer.levels.get(ids[0]) in _LEVELS[level]:
            return place.name, ids[0]
    return None


def _forms(match: re.Match[str], place: str) -> Iterator[str]:
    """What the body may be called in full."""
    rest, level = match["rest"], match["level"]
    if "head" in match.re.groupindex:
        yield from (f"{match['head']} {rest} {of} {place}" for of in ("du", "de", "de la"))
        return
    if level in "省市":
        yield from (f"{place}{rest}", f"{place}{level}{rest}")
        return
    head, _, topic = rest.partition(" of ")
    words = rest.rsplit(" ", 1)
    turned = f"{topic} {head}" if topic else f"{words[-1]} of {words[0]}"
    for form in (rest, turned):
        yield from (f"{place} {form}", f"{place} {level} {form}")


__all__ = ["governed", "placed"]
