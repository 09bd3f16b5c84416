"""Names in a text by their form: the lexicon's patterns. known.py has those that are known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loaders.extract.gazetteer import Gazetteer
from loaders.extract.known import called_after, quoted
from loaders.extract.lexicon import Lexicon, NamePattern
from loaders.extract.mentions import Mention
from loaders.extract.plain import HAN
from loaders.extract.sentences import Sentence

_BODIES = {"Agency", "Enterprise", "Organization", "Government"}
_CAPITAL = {"Enterprise", "Agency", "Organization", "Platform", "PilotZone"}
_ABBREVIATED = re.compile(r"(?:Co|Ltd|Inc|Corp|S\.A)\.$")
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Þ]")
_ON = re.compile(r"[a-zà-ÿA-Z' -]{8,60}?(?= (?:on|sur) )")
_OF_PLACE = re.compile(r" (?:de |du |d'|à )(?:la |le )?$")
_WHOLE_NAME = 5  # characters


def recognised(
    text: str, sentences: Sequence[Sentence], lexicon: Lexicon, hits: Sequence[Mention], gazetteer: Gazetteer
) -> Iterator[Mention]:
    """Names by their form, sentence by sentence."""
    forms: list[str] = lexicon.said["places"]["forms"]
    ends = {hit.end: hit for hit in hits if not hit.weak or hit.type == "Government"}
    starts = {hit.start: hit for hit in sorted(hits, key=len)}
    trim = lexicon.get("trim", "left") if "trim" in lexicon.said else None
    for sentence in sentences:
        yield from _places(text, sentence, lexicon, gazetteer)
        for pattern in lexicon.names:
            for match in pattern.pattern.finditer(text, sentence.start, sentence.end):
                begin = match.end()
                for mention in _mention(text, match, pattern, lexicon, trim, ends, starts):
                    begin = mention.start
                    if pattern.type == "Agency" and begin > match.start() and _headless(mention.name, lexicon):
                        continue  # of `A Administration for B and C County` the county is left
                    if mention.type == "Enterprise":
                        called_after(mention, gazetteer)
                    elif mention.type == "Government":
                        _place(text, mention, match.span(), starts, gazetteer, forms)
                    yield mention
                # A and B were matched as one name, and B is what is left of it: A may be a name of its own.
                if (
                    match.start() < begin < match.end()
                    and trim
                    and (first := pattern.pattern.match(text, match.start(), begin))
                ):
                    yield from _mention(text, first, pattern, lexicon, trim, ends, starts)


def _headless(name: str, lexicon: Lexicon) -> bool:
    """Whether nothing in a name says that it is an agency."""
    return lexicon.language == "en" and not lexicon.compiled("<agency_head>|^CCIC|^CQC", re.I).search(name)


def _mention(
    text: str,
    match: re.Match[str],
    pattern: NamePattern,
    lexicon: Lexicon,
    trim: re.Pattern[str] | None,
    ends: dict[int, Mention],
    starts: dict[int, Mention],
) -> Iterator[Mention]:
    named = next((group for group in ("name", "name2", "name3") if match.re.groupindex.get(group) and match[group]), "")
    start, end = match.span(named) if named else match.span()
    start, end = _stripped(text, start, end)
    if trim and not named and not pattern.whole:
        start = _trimmed(text, start, end, trim, ends, starts)
    if pattern.from_place:
        start = _from_place(text, start, end, starts)
    hit = ends.get(end)
    if hit and pattern.type == "IndustrialChain" and hit.type == "Government" and start < hit.start:
        end -= len(text[start:end]) - len(_OF_PLACE.sub("", text[start : hit.start]))  # the chain of Jiaxing
    if hit and hit.type == pattern.type and start < hit.start and _whole(text[hit.start : hit.end]):
        start = hit.start  # what stands before a name that is known is the sentence's
    longer = (
        hit
        if hit and hit.type == pattern.type and start < hit.start and (end - hit.start) * 5 >= (end - start) * 3
        else None
    )
    if pattern.never_first and not named and not pattern.whole and start not in starts:  # 日照 is no 日 and more
        start = pattern.never_first.match(text, start, end).end()  # type: ignore[union-attr]
    name = text[start:end]
    if len(name) < 2 or not any(c.isalnum() for c in name):
        return
    if (pattern.type == "Agency" and _bare(name, lexicon)) or _general(pattern.type, name, lexicon):
        return
    if (
        pattern.type in _CAPITAL
        and not pattern.weak
        and not named
        and not HAN.search(name)
        and not _CAPITALS.search(name)
        and not ("lower" in lexicon.words and lexicon.compiled("<lower>").fullmatch(name))
    ):
        return  # nothing but a common noun is left
    values = {}
    if pattern.type == "Agreement" and (head := _ON.match(text, start, end)) and head.end() < end:
        values["inner"] = head.span()  # what it is called without what it is on
    outer = quoted(text, start, end) if named or text[start - 1 : start] else (start, end)
    yield Mention(
        start,
        end,
        pattern.type,
        text[start:end],
        pattern.rule,
        longer.ids if longer else (),
        pattern.weak,
        outer,
        values=values,
    )


def _whole(name: str) -> bool:
    """Whether no longer name ends in this one: a Chinese one says at its end what it is, and begins with the place."""
    return len(name) >= _WHOLE_NAME and bool(HAN.search(name))


def _bare(name: str, lexicon: Lexicon) -> bool:
    """Whether a name is nothing but what sort of body it is, and not one of the few called just so."""
    if "bare_agency" not in lexicon.words or not lexicon.compiled("<agency_head>").fullmatch(name):
        return False
    return not lexicon.compiled("<bare_agency>").fullmatch(name)


def _general(type_: str, name: str, lexicon: Lexicon) -> bool:
    """Whether a name is a common noun with capitals or a head, or a post instead of who holds it."""
    if type_ not in _CAPITAL | {"Pilot", "IndustrialChain"}:
        return False
    last = name.split()[-1]
    post = type_ == "Enterprise" and lexicon.language != "zh" and lexicon.get("posts", "post").fullmatch(last)
    return bool(post or lexicon.compiled("<generic>").fullmatch(name))


def _place(
    text: str,
    mention: Mention,
    span: tuple[int, int],
    starts: dict[int, Mention],
    gazetteer: Gazetteer,
    forms: Sequence[str],
) -> None:
    """A government named with its kind (ville de Yantai, Xiamen Municipal Government) is the place of that name."""
    if HAN.match(mention.name):  # nothing of the name stands before it, as `ville de` does
        span = (mention.start, span[1])
    inside = (starts.get(at) for at in range(mention.start, mention.end))
    hit = next((h for h in inside if h and h.type == "Government" and h.end == mention.end), None)
    if hit:
        span = (span[0] if hit.start == mention.start else hit.start, span[1])
        mention.start = hit.start
        mention.ids = hit.ids
    else:
        mention.ids = next(
            (ids for form in forms if (ids := _governments(gazetteer.ids(form.format(mention.name))))), ()
        )
    mention.values["inner"] = (mention.start, mention.end)
    mention.start, mention.end = mention.outer = span
    mention.name = text[slice(*span)]


def _places(text: str, sentence: Sentence, lexicon: Lexicon, gazetteer: Gazetteer) -> Iterator[Mention]:
    """The places of a list that says their kind once: districts de Lanshan et Donggang, Wulian and Ju counties."""
    if "plural" not in lexicon.said["places"]:
        return
    for match in lexicon.get("places", "plural").finditer(text, sentence.start, sentence.end):
        form: str = lexicon.said["places"]["kinds"][match["kind"]]
        for name in re.finditer(r"[A-ZÀ-Þ][\w'-]+", text[: match.end("list")][match.start("list") :]):
            start = match.start("list") + name.start()
            ids = _governments(gazetteer.ids(form.format(name[0])))
            if ids:
                yield Mention(start, start + len(name[0]), "Government", name[0], "place-list", ids, True)


def _governments(ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(id_ for id_ in ids if id_.startswith("government/"))


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " ,'\"-":
        start += 1
    while end > start and text[end - 1] in " ,-":
        end -= 1
    if end > start and text[end - 1] == "." and not _ABBREVIATED.search(text, max(start, end - 6), end):
        end -= 1
    return start, end


def _trimmed(
    text: str, start: int, end: int, trim: re.Pattern[str], ends: dict[int, Mention], starts: dict[int, Mention]
) -> int:
    """Where the name begins: after words that no name begins with, and after another name and a conjunction."""
    moved = True
    while moved:
        moved = False
        for found in trim.finditer(text, start, end):
            joins = found.start() in ends and ends[found.start()].start >= start
            leads = found.start() == start
            behind = starts.get(found.end())
            lists = found[0].split()[:1] not in (["of"], ["for"])
            joins = joins or (lists and behind is not None and behind.type in _BODIES and behind.end <= end)
            if (leads or joins or ("cut" in trim.groupindex and found["cut"])) and found.end() < end - 2 * (
                found[0] == "和"
            ):
                start, moved = found.end(), True
                break
    return start


def _from_place(text: str, start: int, end: int, starts: dict[int, Mention]) -> int:
    """Where the first place in the name begins: Chinese bodies are named after it, and what stands before is a sentence's."""
    for at in range(start, end - 2):
        hit = starts.get(at)
        if hit and hit.type in {"Government", "PilotZone"} and hit.end < end and text[at - 1 : at] != "(":
            return at
    return start


__all__ = ["recognised"]
