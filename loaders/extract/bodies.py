"""Bodies named without their place: `the Provincial Department of Finance`, after Shandong, is Shandong's; 省财政厅, too.

The place is the last of that level before. Where the body is known under its full name it is that one; otherwise its place
belongs to its id, because every province has a department of finance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loaders.extract.coref import Context, choose
from loaders.extract.gazetteer import Gazetteer
from loaders.extract.mentions import Mention

_ENGLISH = re.compile(r"(?:the )?(?P<level>Provincial|Municipal) (?P<rest>.+)$", re.I)
_CHINESE = re.compile(r"(?P<level>[省市])(?P<rest>[\u3400-\u9fff]{2,20})$")
_FRENCH = re.compile(r"(?P<head>\w+) (?P<level>provincial|municipal)e? (?P<rest>.+)$", re.I)
_LEVELS = {"p": {"PROVINCE"}, "省": {"PROVINCE"}, "m": {"PREFECTURE", "COUNTY"}, "市": {"PREFECTURE", "COUNTY"}}


def placed(mentions: Sequence[Mention], hits: Sequence[Mention], gazetteer: Gazetteer, context: Context) -> None:
    """Set ids, or the place (`values["of"]`), of the agencies that are named without their place."""
    places = sorted((hit for hit in hits if hit.type == "Government"), key=lambda hit: hit.start)
    for mention in mentions:
        if mention.type != "Agency" or mention.ids:
            continue
        match = _ENGLISH.match(mention.name) or _CHINESE.match(mention.name) or _FRENCH.match(mention.name)
        if match and (place := _last(places, match["level"][0].lower(), mention, gazetteer, context)):
            name, id_ = place
            mention.ids = next((ids for form in _forms(match, name) if len(ids := gazetteer.ids(form)) == 1), ())
            mention.values["of"] = id_


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


__all__ = ["placed"]
