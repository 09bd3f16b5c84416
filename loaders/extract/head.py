"""What a document says of itself: language, title, publisher, date, address, and where its body begins.

Nothing is guessed: what is not stated is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.extract.days import days
from loaders.extract.lexicon import Lexicon, lexicon
from loaders.extract.plain import HAN
from loaders.extract.reading import Source

_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f]")
_FRENCH = re.compile(
    r"\b(?:le|la|les|des|du|une|est|dans|pour|que|qui|sur|avec|aux|ont|par|et|au|sont|plus|cette|ses|leur)\b|[çàèêùœ]",
    re.I,
)
_ENGLISH = re.compile(
    r"\b(?:the|of|and|to|in|is|for|with|that|was|are|on|by|its|will|has|have|from|were|their|which|said)\b", re.I
)
_URL = re.compile(r"https?://[^\s|<>\"]{3,300}")
# A line before the text that cites where it is from: a label and an address, then perhaps title, publisher and date.
_CITED = re.compile(r"^(?:source|url|link|来源|原文|链接|form)\s*[:：].*$", re.I)
_CITED_TITLE = re.compile(r"\|\s*(?P<title>[^|\n]*?)\s*(?:\((?P<in>[^()\n]*)\))?\s*$")
_DATELINE = re.compile(
    r"^ *\(?[A-ZÀ-Þ][A-ZÀ-Þ' -]{2,30}(?:, [A-Za-zÀ-ÿ' ]{2,20})?, [^\n]{4,40}?(?:/[A-Za-z -]{2,30}/\)? ?)?(?:--|—|–) ?"
    r"|^ *[A-ZÀ-Þ][A-ZÀ-Þ' -]{2,30} ?(?:\([A-Za-z ]{2,20}\) ?)?(?:--|—|–) ?"
    r"|^ *[\u4e00-\u9fff]{0,8}(?:网|社|报)[\u4e00-\u9fff]{0,8}[0-9]{1,2}月[0-9]{1,2}日(?:电|讯|消息)(?: ?\([^()\n]{0,30}\))?",
    re.M,
)
# A headline is no sentence: no full stop at its end, nor within.
_SENTENCES = re.compile(r"[。；;]|\.$|[a-zà-ÿ]{2}\. [A-ZÀ-Þ]")
_MENU = re.compile(r"[^/|>\n]{1,24}(?: ?[/|>] ?[^/|>\n]{1,24}){2,}$")
_HEAD_LINES = 14
_LONGEST_TITLE = 400


@dataclass(slots=True)
class Head:
    """What is stated; `body` is where text that states facts begins, `title_span` the headline's place."""

    language: str
    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    url: str | None = None
    begin: int = 0  # after the lines that cite where the text is from
    body: int = 0
    title_span: tuple[int, int] | None = None


def head_end(found: Head) -> int:
    """Where title and labels end: what stands before is said again in the body, or is no statement."""
    return max(found.body, found.title_span[1] if found.title_span else 0)


def without_dateline(text: str) -> str:
    """The text, as long as before, with spaces for `JINAN, China, April 18, 2022 /PRNewswire/ --`: a place of writing."""
    return _DATELINE.sub(lambda found: " " * len(found[0]), text)


def language_of(text: str) -> str:
    """zh, fr or en; `und` where there are too few letters to tell."""
    sample = text[:20_000]
    han, latin = len(HAN.findall(sample)), len(_LETTER.findall(sample))
    if han + latin < 2:
        return "und"
    if han * 4 > latin:
        return "zh"
    return "fr" if len(_FRENCH.findall(sample)) > len(_ENGLISH.findall(sample)) else "en"


def head(text: str, source: Source) -> Head:
    """Read the head of a document. `text` is in the plain form."""
    uncited = "\n".join(line for line, _, _ in _lines(text) if not _CITED.match(line))
    found = Head(language_of(uncited or text), source.title, source.publisher, source.date)
    lex = lexicon(found.language)
    lines = list(_lines(text))[:_HEAD_LINES]
    stated = False  # a line with a sentence in it: what comes after is no head, whatever its labels say
    for line, start, end in lines:
        if found.url is None and (url := _URL.search(line)):
            found.url = url[0].rstrip(".,;)")
        if _CITED.match(line) and not found.title_span and (_URL.search(line) or line.lower().startswith("form")):
            _cited(found, line, lex)
            found.begin = found.body = end
            continue
        labelled = _labels(found, text, start, end, lex)
        if labelled and end - start < 160:
            if not stated and (not found.title_span or _is_label_line(line)):
                found.body = end
            continue
        stated = stated or bool(re.search("[。；]", line))
        if (
            found.title_span is None
            and not stated
            and not _SENTENCES.search(line.strip())
            and not _MENU.match(line.strip())
            and end - start <= _LONGEST_TITLE
            and not labelled
        ):
            found.title_span = (start, end)
            labelled_title = lex.get("document", "title").search(line)
            found.title = found.title or (labelled_title["title"] if labelled_title else line.strip())
    _alone(found, text)
    return found


def _lines(text: str) -> Iterator[tuple[str, int, int]]:
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield line, at, at + len(line)
        at += len(line) + 1


def _cited(found: Head, line: str, lex: Lexicon) -> None:
    """`SOURCE: address | title (publisher, date)`."""
    said = _CITED_TITLE.search(line)
    if not said:
        return
    inside = said["in"] or ""
    title = said["title"].strip()
    if not inside and line.rstrip().endswith(")") is False and not title:
        return
    dates = days(inside, lex, 0, len(inside)) or days(title, lex, 0, len(title))
    found.date = found.date or (dates[-1].iso if dates else None)
    parts = [part.strip() for part in re.split(r"[,，]", inside) if part.strip()]
    parts = [part for part in parts if not days(part, lex, 0, len(part))]
    if not title and parts:  # the whole citation stands in brackets
        title, parts = parts[0], parts[1:]
    found.title = found.title or title or None
    found.publisher = found.publisher or (parts[-1] if parts else None)


def _labels(found: Head, text: str, start: int, end: int, lex: Lexicon) -> bool:
    """Read `Source: ... Date: ...`; whether the line has a label of the kind, or is a publisher and date in brackets."""
    line = text[start:end]
    labelled = False
    pattern = lex.get("document", "publisher")
    if said := pattern.search(line[:200]):
        publisher = next((value for value in said.groups() if value), None)
        found.publisher = found.publisher or (publisher.strip() if publisher else None)
        labelled = True
    dated = lex.get("document", "date_label").search(line[:200])
    dates = [day for day in days(line[:200], lex, 0, len(line[:200])) if day.year_said]
    bracketed = re.fullmatch(r"\s*\(?(?P<by>[^()\n,，]{2,40})[,，] ?(?P<on>[^()\n]{6,24})\)?\s*", line)
    if bracketed and dates and dates[0].start >= bracketed.start("on"):
        found.publisher = found.publisher or bracketed["by"].strip(" (")
        labelled = True
    if dates and (labelled or (dated and dated.start() < dates[0].start) or _dateline(line)):
        found.date = found.date or dates[0].iso
        labelled = labelled or (bool(dated) and len(line) < 80)
    return labelled


def _dateline(line: str) -> bool:
    """`JINAN, China, April 18, 2022 /PRNewswire/ --`, `(Anhui Daily, 9 April 2025)`."""
    return bool(re.match(r"\s*(?:[A-ZÀ-Þ' -]{3,30}, .{6,60}(?:--|—|-{1,2} )|\([^()]{4,60}\))", line))


def _is_label_line(line: str) -> bool:
    """Whether a line with a label is nothing but labels: no sentence ends in it."""
    return len(line) < 160 and not re.search(r"[。；]|[a-zà-ÿ]{3,}\.(?:\s|$)", line)


def _alone(found: Head, text: str) -> None:
    """The date of a notice stands alone in its last lines, after who signs it."""
    if found.date is None:
        lex = lexicon(found.language)
        for line, _, _ in list(_lines(text))[-4:]:
            dates = [day for day in days(line, lex, 0, len(line)) if day.year_said]
            if dates and len(line.strip()) <= 24:
                found.date = dates[0].iso
