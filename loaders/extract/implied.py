"""What a text implies without saying it: where a body is by its name, and where what a place sets up is.

`Shandong Department of Finance` is a department of Shandong, and a platform that a city has built is in that city. A
reader would agree, but no words say so: such relations are kept apart (`Result.implied`), and ingest decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loaders.extract.coref import Group
from loaders.extract.gazetteer import Gazetteer
from loaders.extract.mentions import Mention
from loaders.extract.rules import ASSERTED, Found
from loaders.extract.scan import Scan

BY_NAME, BY_FOUNDER = "implied-by-name", "implied-by-founder"
METHODS = frozenset({BY_NAME, BY_FOUNDER})
_OF = {"Agency": "PART_OF", "Organization": "LOCATED_IN", "Platform": "LOCATED_IN"}
_FOUNDED = {"ESTABLISHES": ("subject", "object"), "ISSUED_BY": ("object", "subject")}
_LONGEST = 8  # characters of a Chinese place's name
_PLACED = frozenset({"Organization", "Platform", "Programme"})


def implied(found: Sequence[Found], seen: Scan, gazetteer: Gazetteer) -> Iterator[Found]:
    """The relations that the names of bodies and the founders of things imply."""
    governments = {group.ids[0]: group.mentions[0] for group in seen.groups if _government(group)}
    for mention in seen.mentions:
        if mention.type in _OF and mention.group >= 0:
            ids = [mention.values["of"]] if "of" in mention.values else _first(mention.name, gazetteer)
            place = next((governments[id_] for id_ in ids if id_ in governments), None)
            if place:
                yield _one(_OF[mention.type], mention, place, (mention.start, mention.end), ASSERTED, BY_NAME)
    for one in found:
        if one.predicate in _FOUNDED:
            founder, founded = (getattr(one, end) for end in _FOUNDED[one.predicate])
            if founder.type == "Government" and founded.type in _PLACED:
                yield _one("LOCATED_IN", founded, founder, (one.start, one.end), one.status, BY_FOUNDER)


def _government(group: Group) -> bool:
    return group.type == "Government" and len(group.ids) == 1 and bool(group.mentions)


def _first(name: str, gazetteer: Gazetteer) -> Sequence[str]:
    """The governments that a name begins with the name of; in French it ends with it."""
    words = name.split()
    if len(words) > 1:
        tries = [" ".join(words[:n]) for n in (3, 2, 1)] + [words[-1]]
    else:
        tries = [name[:n] for n in range(min(_LONGEST, len(name) - 2), 1, -1)]
    for part in tries:
        if ids := [id_ for id_ in gazetteer.ids(part) if gazetteer.levels.get(id_, "COUNTRY") != "COUNTRY"]:
            return ids
    return ()


def _one(predicate: str, subject: Mention, place: Mention, span: tuple[int, int], status: str, method: str) -> Found:
    return Found(predicate, subject, place, *span, status, method, 0.6)


__all__ = ["METHODS", "implied"]
