"""Chinese counties and county cities without what they are: 常州溧阳, and 溧阳 after 溧阳市.

A bare name of two characters is too often a word; behind the city that the county lies in, or where the document has the
full name too, it is the county.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loaders.extract.gazetteer import Gazetteer
from loaders.extract.mentions import Mention

_FULL = re.compile(r"[\u3400-\u9fff]{2,5}[市县]$")
_BEHIND = re.compile(r"[\u3400-\u9fff]{2,4}")
_KINDS = "市县"
_MOST = 20


def bare(text: str, start: int, hits: Sequence[Mention], gazetteer: Gazetteer) -> Iterator[Mention]:
    """Mentions of counties by their bare names; `hits` are the known names found in `text[start:]`."""
    names: dict[str, tuple[str, ...]] = {}
    for hit in hits:
        if hit.type != "Government":
            continue
        levels = {gazetteer.levels.get(id_) for id_ in hit.ids}
        if levels == {"COUNTY"} and _FULL.fullmatch(hit.name) and len(hit.name) > len("溧阳"):
            names.setdefault(hit.name[:-1], hit.ids)
        elif behind := _BEHIND.match(text, hit.end):
            for size in range(len(behind[0]), 1, -1):
                if ids := _inside(behind[0][:size], hit.ids, gazetteer):
                    names.setdefault(behind[0][:size], ids)
                    break
    taken = {at for hit in hits for at in range(hit.start, hit.end)}
    for name, ids in list(names.items())[:_MOST]:
        for found in re.finditer(f"{re.escape(name)}(?![{_KINDS}])", text[start:]):
            at = start + found.start()
            if at not in taken:
                yield Mention(at, at + len(name), "Government", name, "county-bare", ids, True)


def _inside(name: str, around: Sequence[str], gazetteer: Gazetteer) -> tuple[str, ...]:
    """The one county of this bare name that lies in one of the places `around`."""
    ids = {id_ for kind in _KINDS for id_ in gazetteer.ids(name + kind)}
    found = tuple(id_ for id_ in sorted(ids) if set(gazetteer.ancestors(id_)) & set(around))
    return found if len(found) == 1 else ()
