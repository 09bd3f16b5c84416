"""Persons with their posts: `Lu Mei, Deputy General Manager of CCIC`, `党委书记、董事长蔡依军`.

A sentence's other mentions are masked first, so that a post's body is one character of a type, not a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.extract.lexicon import Lexicon
from loaders.extract.mask import Mask, classes
from loaders.extract.mentions import Mention

_N = "[\ue100-\uf8ff]"
_BODY = f"[{classes('BODY|PilotZone')}]{_N}"
_ANYBODY = re.compile(f"[{classes('BODY|PilotZone')}]({_N})")


_BODIES = {"Agency", "Government", "Enterprise", "Organization"}


@dataclass(slots=True)
class Post:
    """A person's post: the title as it is said, the body, and the span that says so."""

    person: Mention
    body: Mention | None
    title: str
    start: int
    end: int


def persons(text: str, mask: Mask, lexicon: Lexicon) -> tuple[list[Mention], list[Post]]:
    """The persons of a sentence that a post makes known, and their posts."""
    find = _chinese if lexicon.language == "zh" else _western
    found: list[Mention] = []
    posts: list[Post] = []
    for match in find(mask, lexicon):
        person = _person(text, mask, match, lexicon)
        if any(person.start < other.outer[1] and other.outer[0] < person.end for other in found):
            continue
        held = list(_posts(text, mask, match, person, lexicon))
        if not held:
            continue
        person.outer = mask.span(match.start(), match.end())
        before = posts[-1] if posts else None
        near = before is not None and text[before.end : person.outer[0]] in {"、", "和", "与", "及"}
        if match.groupdict().get("its"):
            bodies = [m for m in mask.tokens if m.type in _BODIES and m.end <= person.start]
            for post in held:
                post.body = post.body or (bodies[-1] if bodies else None)
        for post in held:  # 市长闫继红、副市长单有高: in the same body
            if post.body is None and near and before is not None:
                post.body = before.body
        found.append(person)
        posts += held
    return found, posts


def _person(text: str, mask: Mask, match: re.Match[str], lexicon: Lexicon) -> Mention:
    start, end = mask.span(*match.span("name"))
    return Mention(start, end, "Person", text[start:end], f"{lexicon.language}-person-with-post")


def _western(mask: Mask, lexicon: Lexicon) -> list[re.Match[str]]:
    name, post = lexicon.said["posts"]["name"], lexicon.said["posts"]["post"]
    fr = lexicon.language == "fr"
    of = (
        r" (?:de la |de l'|du |des |de |d'|au |aux |à la |à l'|en |auprès de |auprès du )"
        if fr
        else r" (?:of|at|for|from|with|to) (?:the )?"
    )
    also = (
        r"(?:,? et (?:aussi |également )?|, )"
        if fr
        else r"(?:,? and (?:also )?|,? as well as |, |,? & |,? concurrently )"
    )
    within = lexicon.said["posts"]["within"]
    one = rf"(?:(?:the |an? |le |la |l')?{post}(?:{of}(?:{_BODY}|{within}(?:{of}{_BODY})?)){{0,2}})"
    chain = rf"(?P<posts>{one}(?:{also}(?:as )?(?=(?P<whole>{one}))(?P=whole)(?! [A-ZÀ-Þ][a-zà-ÿ]+ [A-ZÀ-Þ]))*)"
    who = r"(?:qui est |également |qui était )?" if fr else r"(?:(?:who|which) (?:is|was|serves as|also serves as) )?"
    named = lexicon.said["posts"]["appointed"]
    after = lexicon.compiled(rf"{name}(?:,? | \()(?:{who}|{named}){chain}\)?")
    before = lexicon.compiled(
        rf"(?P<its>\b(?:its|son|sa) )?(?P<posts>(?:{_BODY}(?:'s)? )?{post}(?:{of}{_BODY}){{0,2}}),? {name}"
    )
    found = [m for m in after.finditer(mask.text) if m["posts"]]
    taken = [m.span() for m in found]
    for m in before.finditer(mask.text):
        if not any(m.start() < end and start < m.end() for start, end in taken):
            found.append(m)
    return sorted(found, key=lambda m: m.start())


def _chinese(mask: Mask, lexicon: Lexicon) -> list[re.Match[str]]:
    post = lexicon.said["posts"]["post"]
    office = r"(?:(?:(?![、和与及兼])[\u4e00-\u9fff]){2,8}?[部处司科室](?=副?[部处司科室]长|副?主任|副?总?经理|副?总监|负责人))?"
    one = rf"(?:(?:{_BODY}(?:\([^()]*\))?{office})?(?:党委|党组|原)?{post})"
    name = r"(?!<no_name>)(?P<name>[\u4e00-\u9fff]{2,6}·[\u4e00-\u9fff]{2,8}|<surname>[\u4e00-\u9fff]{1,2})"
    before = lexicon.compiled(rf"(?P<posts>{one}(?:(?:[、兼和]{{1,2}}|[,，](?!{_BODY})){one})*)(?:、)?{name}")
    found = []
    at = 0
    while m := before.search(mask.text, at):
        m = _right_length(mask.text, m, before, lexicon)
        found.append(m)
        at = m.end()
    named = lexicon.compiled(rf"{name}{lexicon.said['posts']['appointed']}(?P<posts>{one}(?:[、,，兼和]{{1,2}}{one})*)")
    found += [
        m for m in named.finditer(mask.text) if not any(m.start() < f.end() and f.start() < m.end() for f in found)
    ]
    return sorted(found, key=lambda m: m.start())


def _right_length(masked: str, match: re.Match[str], pattern: re.Pattern[str], lexicon: Lexicon) -> re.Match[str]:
    """A Chinese given name has one or two characters: one, where the second begins a word that follows names."""
    name = match["name"]
    follow = lexicon.get("posts", "follow")
    if len(name) == 3 and "·" not in name and follow.match(masked, match.end() - 1):
        shorter = pattern.match(masked, match.start(), match.end() - 1)
        if shorter and len(shorter["name"]) == 2:
            return shorter
    elif "·" in name:  # 艾尔肯·吐尼亚孜, and what he does
        given = match.start("name") + name.index("·") + 1
        ends = (at for at in range(given + 2, match.end()) if follow.match(masked, at))
        return pattern.match(masked, match.start(), next(ends, match.end())) or match
    return match


def _posts(text: str, mask: Mask, match: re.Match[str], person: Mention, lexicon: Lexicon) -> list[Post]:
    """One post per body: titles in the same body are one title, as the text has them."""
    begin, end = match.span("posts")
    zh = lexicon.language == "zh"
    titles: list[tuple[int, int]] = []
    for title in lexicon.get("posts", "post").finditer(mask.text, begin, end):
        if not titles or title.start() >= titles[-1][1]:
            titles.append(title.span())
    bodies = [(m.start(), mask.mentions(m[0])[0]) for m in _ANYBODY.finditer(mask.text, begin, end)]
    pairs = [(start, stop, _body(bodies, start, stop, zh)) for start, stop in titles]
    posts: list[Post] = []
    whole = mask.span(match.start(), match.end())
    for start, stop, body in pairs:
        first, last = mask.span(start, stop)
        if zh and text[first] == "委" and first:  # 保定市 took the first character of 市委书记
            first -= 1
        same = next((p for p in posts if p.body is body), None)
        if same:
            same.title = f"{same.title}{_between(text, same, first, zh)}{text[first:last]}"
        else:
            posts.append(Post(person, body, text[first:last], *whole))
    return posts


def _body(bodies: list[tuple[int, Mention]], start: int, stop: int, zh: bool) -> Mention | None:
    """The body of a title: the one before it in Chinese, the next behind it elsewhere, or else the one before."""
    before = [body for place, body in bodies if place < start]
    behind = [body for place, body in bodies if place >= stop]
    if zh or not behind:
        return before[-1] if before else None
    return behind[0]


def _between(text: str, post: Post, first: int, zh: bool) -> str:
    joint = text[max(post.start, first - 5) : first].strip()
    return "、" if zh else " and " if joint.endswith(("and", "as", "&")) else " et " if joint.endswith("et") else ", "
