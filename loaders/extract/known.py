"""Known names in a text: the gazetteer's, those with their words turned, and companies called after a known body."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.extract.gazetteer import Gazetteer
from loaders.extract.lexicon import Lexicon
from loaders.extract.lexicon import lexicon as lexicon_of
from loaders.extract.mentions import Mention
from loaders.extract.plain import HAN
from schema import entity_type

# A county called Fuping is not in `Wang Fuping`.
_PERSON = re.compile(rf"\b(?:{'|'.join(lexicon_of('en').said['posts']['surnames'])})\.? $")
# Known by a common noun rather than a name: such a mention is an entity only where a relation takes it.
_WEAK = {"IndustrialChain", "Government", "Programme"}
_GROUP = re.compile(r"^groupe | group$", re.I)
_LEGAL = re.compile(r"\(?(?:集团)?\)?(?:股份)?有限(?:责任)?公司|集团公司|公司")
_RANKED = re.compile("[省市县]?级")
_TURNED = re.compile(r"\b(?P<what>(?:[a-z]+ ){0,2}[a-z]+) of the (?P<whose>[A-Z][a-z]+(?: [A-Z][a-z]+){0,3})")
# Behind a name in quotation marks: it only says what sort of enterprise, or of which chain.
_QUALIFIES = re.compile(r"[\"»”] ?(?:of|for|in|enterprises?|compan|firms?|system|de|du|des|d')\b")
_OPENING, _CLOSING = "\"'“”«「《〈[", "\"'“”»」》〉]"
_CHAIN_WORD = re.compile(r"chain|链|filière|chaîne", re.I)
_INDUSTRY_WORD = re.compile(r"chain|链|filière|chaîne|industr|secteur|sector|产业|行业|服务业|制造业", re.I)
NOUN = "gazetteer-noun"  # a known chain by its product alone: a name inside a pilot's name, elsewhere a common noun
_BODIES = {"Agency", "Enterprise", "Organization"}
_SHORTEST = 4  # characters of an agency's name that a company's begins with


def known(text: str, gazetteer: Gazetteer, start: int, lexicon: Lexicon) -> Iterator[Mention]:
    """The gazetteer's names in `text[start:]`."""
    for hit in gazetteer.find(text):
        if hit.start < start or _PERSON.search(text, max(0, hit.start - 12), hit.start):
            continue
        name = text[hit.start : hit.end]
        if _RANKED.match(text, hit.end):
            continue  # 浙江省级 says how high, not where
        if lexicon.language == "zh" and len(name) == 2 and _named_after(text, hit.start, lexicon):
            continue  # 局长于海东 is not in the city of 海东
        types = {type_.__name__ for id_ in hit.ids if (type_ := entity_type(id_))}
        type_name = sorted(types)[0]
        chain = type_name == "IndustrialChain"
        if (
            not chain
            and not HAN.search(name)
            and not any(c.isupper() or c.isdigit() for c in name)
            and len(name.split()) < 3
            and not (
                type_name == "Programme"
                and quoted(text, *hit.span)[0] < hit.start
                and ("-" in name or not _QUALIFIES.match(text, hit.end))
            )
        ):
            continue  # a name written all in lower case is a common noun
        if type_name == "Programme" and lexicon.compiled("<generic>").fullmatch(name):
            continue
        weak = (type_name in _WEAK and not (chain and _CHAIN_WORD.search(name))) or sum(map(str.isalpha, name)) < 2
        method = NOUN if chain and not _INDUSTRY_WORD.search(name) else "gazetteer"
        yield Mention(hit.start, hit.end, type_name, name, method, hit.ids, weak, quoted(text, hit.start, hit.end))


def _named_after(text: str, start: int, lexicon: Lexicon) -> bool:
    """Whether a post and a surname stand before."""
    return bool(lexicon.compiled("<post_noun><surname>$").search(text, max(0, start - 8), start))


def turned(text: str, gazetteer: Gazetteer, start: int) -> Iterator[Mention]:
    """Known programmes with their words turned: the integration of the Delta, which is Delta integration."""
    for match in _TURNED.finditer(text, start):
        words = match["what"].split()
        for first in range(len(words)):
            what = " ".join(words[first:])
            ids = gazetteer.ids(f"{match['whose']} {what}")
            if ids and all(id_.startswith("programme/") for id_ in ids):
                at = match.start("what") + match["what"].rindex(what)
                yield Mention(at, match.end(), "Programme", text[at : match.end()], "turned", ids, True)
                break


def country(text: str, start: int, lexicon: Lexicon) -> Iterator[Mention]:
    """What a text calls its own country."""
    for name in lexicon.said["places"].get("country", ()):
        for found in re.finditer(re.escape(name), text[start:]):
            span = (start + found.start(), start + found.end())
            yield Mention(*span, "Government", name, "country", ("government/100000",), True)


def quoted(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the quotation marks around it."""
    left, right = start, end
    while left > 0 and text[left - 1] in " " and left > 1 and text[left - 2] in _OPENING:
        left -= 1
    while right + 1 < len(text) and text[right] == " " and text[right + 1] in _CLOSING:
        right += 1
    if left > 0 and right < len(text) and text[left - 1] in _OPENING and text[right] in _CLOSING:
        return left - 1, right + 1
    return start, end


def called_after(mention: Mention, gazetteer: Gazetteer) -> None:
    """A group called by the name of a known body is that body: le groupe CCIC, CCIC Group. A company of an agency is one, too."""
    if mention.ids:
        return
    if HAN.search(mention.name):
        _agency_company(mention, gazetteer)
        return
    core = _GROUP.sub("", mention.name)
    ids = gazetteer.ids(core) if core != mention.name else ()
    type_ = entity_type(ids[0]) if len(ids) == 1 else None
    if type_ and type_.__name__ in _BODIES:
        mention.ids, mention.type = ids, type_.__name__
    elif (first := mention.name.split(" ")[0]).isupper() and [i[:7] for i in gazetteer.ids(first)] == ["agency/"]:
        mention.type = "Agency"  # CCIC Shandong Co., Ltd.


def _agency_company(mention: Mention, gazetteer: Gazetteer) -> None:
    """中国质量认证中心有限公司 is 中国质量认证中心, and 中国质量认证中心华南公司 a branch of it."""
    for end in range(len(mention.name) - 2, _SHORTEST - 1, -1):
        ids = gazetteer.ids(mention.name[:end])
        if len(ids) == 1 and ids[0].startswith("agency/"):
            mention.type = "Agency"
            mention.ids = ids if _LEGAL.fullmatch(mention.name, end) else ()
            return


__all__ = ["NOUN", "called_after", "country", "known", "quoted", "turned"]
