"""Relations by rule: the lexicon's patterns over masked sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from loaders.extract.lexicon import Lexicon, lexicon
from loaders.extract.mask import CODE as _CODE
from loaders.extract.mask import Mask, slots
from loaders.extract.mentions import ANY, PAIR, Mention
from loaders.extract.modality import ASSERTED, PLANNED, status
from schema import RELATIONS

# `~` is some words without a mention but places and figures that only say where and how much (`signed in Paris an agreement`,
# `invested 2 billion yuan to build`), `~~` some words with any but `the two parties`, who are then the ones to act.
_WORDS = r"[^\ue000-\uf8ff;；。\n]"
_SOME_WORDS = re.compile(r"(\[\^\\ue000-\\uf8ff[^\]]*\])\{")
_N = "[\ue100-\uf8ff]"
_WHERE = "|".join(rf"(?<=\b{word} )" for word in ("in", "at", "à", "en", "au")) + "|(?<=[在于])"
_ADJUNCT = f"(?:{_WHERE})[{_CODE['Government']}{_CODE['PilotZone']}]{_N}|[{_CODE['Statistic']}{_CODE['Target']}]{_N}"
_GAPS = (("~~", f"[^{_CODE[PAIR]};；。\n]{{0,110}}?"), ("~", rf"{_WORDS}{{0,60}}?"))
# `@app` is an apposition, with its comma; `@free` stands before a mention that no preposition ties to other words,
# `@others` for people without a name who did the same, `@etc` for `and 13 more`.
_APPOSITION = "(?:,[^;。\n,]{3,90},|,)?"
_SAID = ("free", "where", "others", "etc")  # written once per language, in [rules] of its lexicon
IMPLIED = "implied-"  # what begins with it is a method of implied.py, or a rule whose words only suggest what it finds
_NEXT = re.compile(
    r" (?:has|have|had|is|was|are|were|will|would|strives?|plans?|aims?|expects?|intends?|a|ont|est|sont|va|vont|compte|entend"
    r"|prévoit|vise|veut)\b"
)
_SUBJECTS, _OBJECTS = ("s", "s2", "s3"), ("o", "o2", "o3")


class Rule:
    """A rule: what it finds and how sure that is.

    `latest_subject` and `latest_object` are types whose latest mention is meant where the words name none; with `policy`
    it holds where the latest policy's name has that.
    """

    def __init__(self, said: Mapping[str, Any], lex: Lexicon) -> None:
        self.name: str = said["name"]
        self.predicate: str = said["predicate"]
        self.confidence: float = said.get("confidence", 0.8)
        self.status: str | None = said.get("status")
        self.latest_subject: str | None = said.get("subject")
        self.latest_object: str | None = said.get("object")
        self.policy = re.compile(said.get("policy", ""))
        self._said, self._lex = said["pattern"], lex
        ends = RELATIONS[self.predicate].ends
        self._subjects = {t.__name__ for subjects, _ in ends for t in subjects}
        self._objects = {t.__name__ for _, objects in ends for t in objects}

    def may_match(self, types: set[str]) -> bool:
        """Whether a sentence with mentions of these types can hold the relation at all."""
        if types & {ANY, PAIR}:
            return True
        subject = bool(types & self._subjects) or self.latest_subject is not None
        return subject and (bool(types & self._objects) or self.latest_object is not None)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled when it is first needed: a document has few of the relations there are."""
        rules = self._lex.said["rules"]
        pattern = self._lex.expand(self._said).replace("@app", _APPOSITION)
        for name in _SAID:
            pattern = pattern.replace(f"@{name}", rules.get(name, ""))
        for sign, gap in _GAPS:
            pattern = pattern.replace(sign, gap)
        pattern = _SOME_WORDS.sub(lambda found: f"(?:{found[1]}|{_ADJUNCT}){{", pattern)
        pattern = slots(pattern, self._lex.expand(rules["separator"]))
        return re.compile(pattern, re.I if self._lex.language != "zh" else 0)


@dataclass(slots=True)
class Found:
    """A relation found: its ends by mention, and the span that says it. `confidence` is what the rule's author expects."""

    predicate: str
    subject: Mention
    object: Mention
    start: int
    end: int
    status: str
    method: str
    confidence: float
    properties: dict[str, Any] = field(default_factory=dict)
    marks: frozenset[str] = frozenset()  # what makes it less sure: anaphor, headline

    def all_marks(self) -> list[str]:
        """The marks, with `planned` where it is a plan."""
        return sorted(self.marks | ({PLANNED} if self.status == PLANNED else set()))


@cache
def rules(language: str) -> tuple[Rule, ...]:
    """The rules of a language."""
    lex = lexicon(language)
    return tuple(Rule(one, lex) for one in lex.rules)


def apply(mask: Mask, lex: Lexicon, latest: dict[str, Mention]) -> Iterator[Found]:
    """The relations that a sentence states. `latest` gives the last mention of a type for rules that mean it."""
    if not mask.tokens:
        return
    types = {mention.type for mention in mask.tokens}
    for rule in rules(lex.language):
        if not rule.may_match(types) or not rule.policy.search(latest["Policy"].name if "Policy" in latest else ""):
            continue
        for match in rule.pattern.finditer(mask.text):
            said = status(mask.text, *match.span(), lex)
            if said is None:
                continue
            if rule.status:
                said = rule.status
            subjects = _ends(mask, match, _SUBJECTS) or _meant(rule.latest_subject, latest)
            objects = _ends(mask, match, _OBJECTS) or _meant(rule.latest_object, latest)
            start, end = mask.span(*match.span())
            for subject in subjects:
                for object_ in objects:
                    if subject is not object_:
                        one = Found(rule.predicate, subject, object_, start, end, said, rule.name, rule.confidence)
                        one.marks = _marks(subjects)
                        yield one


def _ends(mask: Mask, match: re.Match[str], names: Sequence[str]) -> list[Mention]:
    found: list[Mention] = []
    for name in names:
        if match.re.groupindex.get(name) and match[name]:
            for mention in _listed(mask, match, name):
                found += mention.refers if mention.type == PAIR else [mention]
    return found


def _listed(mask: Mask, match: re.Match[str], name: str) -> list[Mention]:
    """The mentions of a list. `issued by A, B plans` is no list: B begins what is said next."""
    found = mask.mentions(match[name])
    ends = len(found) > 1 and match[name][-4:-2] == ", " and name in _OBJECTS
    return found[:-1] if ends and _NEXT.match(mask.text, match.end(name)) else found


def _meant(type_: str | None, latest: dict[str, Mention]) -> list[Mention]:
    return [latest[type_]] if type_ and type_ in latest else []


def _marks(subjects: Sequence[Mention]) -> frozenset[str]:
    """What makes a relation less sure: an anaphor had to be resolved."""
    return frozenset({"anaphor"} if any(m.method in {"anaphor", "pair"} for m in subjects) else ())


__all__ = ["ASSERTED", "IMPLIED", "Found", "Rule", "apply", "rules"]
