"""Parts of names: which entity a company's name without its legal form, a branch's or a name's last words mean."""

from __future__ import annotations

import re

from loaders.extract.gazetteer import Gazetteer
from loaders.extract.mentions import Mention
from loaders.extract.plain import HAN

SHORT_TYPES = frozenset({"Agency", "Enterprise", "Organization", "Platform", "PilotZone"})
LEGAL_END = re.compile(
    r"(?:,? (?:\(group\)|co\.?,? ?ltd\.?|co\.?|company|ltd\.?|limited|corporation|corp\.?|inc\.?|group|sa|sarl)|股份有限公司|有限责任公司"
    r"|有限公司|\(集团\)|股份|集团|公司)$"
)
_PLACED = re.compile(r"[\u4e00-\u9fff]{2,3}[省市](?=[\u4e00-\u9fff]{4})")
# 中检集团山东公司 is 中国检验认证集团山东有限公司.
_BRANCH = re.compile(
    r"(?P<of>[\u4e00-\u9fff]{2,8}?(?:集团|\(集团\)|中心|中检)|[a-z]{3,6})(?P<at>[\u4e00-\u9fff]{2,6}?)(?:有限)?(?:分公司|公司|分中心)$"
)


class Parts:
    """Which group a part of its name means: the name up to its legal form, or its last words."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._cores: dict[str, int] = {}
        self._tails: dict[tuple[str, str], int] = {}

    def add(self, mention: Mention, key: str, at: int) -> None:
        """Know the parts of a name."""
        if mention.type not in SHORT_TYPES:
            return
        core = key
        while core:
            self._cores.setdefault(core, at)
            core, before = LEGAL_END.sub("", core), core
            if core == before:
                break
        if place := _PLACED.match(key):
            self._cores.setdefault(key[place.end() :], at)
        if mention.type == "Enterprise" and HAN.match(key):  # 格力电器, after 珠海格力电器股份有限公司
            core = LEGAL_END.sub("", key[self._gazetteer.place_of(key)[1][1] :])
            if len(core) >= 4:
                self._cores.setdefault(core, at)
        if branch := self._branch(key):
            self._cores.setdefault(branch, at)
        words = key.split()[-8:]
        for first in range(1, len(words)):
            tail = " ".join(words[first:])
            if len(tail) >= 0.5 * len(key):
                self._tails.setdefault((mention.type, tail), at)

    def group(self, mention: Mention, key: str) -> int | None:
        """The group that a mention is a part of the name of."""
        if mention.type not in SHORT_TYPES or len(key) < (3 if HAN.match(key) else 4) or mention.ids:
            return None
        at = self._cores.get(key)
        if at is None and (branch := self._branch(key)):
            at = self._cores.get(branch)
        return self._tails.get((mention.type, key)) if at is None else at

    def _branch(self, key: str) -> str | None:
        """What a branch of a body that is known has in common under all its names."""
        found = _BRANCH.match(key)
        ids = self._gazetteer.ids(found["of"]) if found else ()
        return f"{ids[0]} {found['at']}" if found and ids else None
