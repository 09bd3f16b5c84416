"""What figures are about: which entity a figure measures, whether it is observed or promised, its period and rank."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from loaders.extract.days import days, years
from loaders.extract.gazetteer import Gazetteer
from loaders.extract.lexicon import Lexicon
from loaders.extract.mask import Mask
from loaders.extract.mentions import Mention
from loaders.extract.rules import ASSERTED, Found
from loaders.extract.scan import Scan
from loaders.extract.sentences import Sentence

_MEASURED = frozenset(
    {
        *(
            "Government",
            "PilotZone",
            "Organization",
            "Platform",
            "Agreement",
            "Policy",
            "Programme",
            "Enterprise",
            "Agency",
        ),
        *("IndustrialChain", "Pilot"),
    }
)
_NOUNS = frozenset({"IndustrialChain", "Agreement"})
TOPICS = frozenset({"Government", "PilotZone"})
# A place behind one of these says where, not whose figure it is, if somebody else is there to have it.
_LOCATIVE = re.compile(
    r"(?:\b(?:in|of|at|from|near|dans|de|du|des|à|en|au)(?: the| la| le| l')? ?(?:[A-Z][\w-]+'s )?|[在于])$", re.I
)
_EXAMPLE = re.compile(
    r"(?:\b(?:dont|incluant|including|such as|notamment|parmi lesquel(?:le)?s|y compris)(?: the| la| le| l')? ?|包括|例如)$",
    re.I,
)
# Bodies have a figure only where they do something with it: no comma between them and it.
_ACTORS = frozenset({"Agency", "Enterprise"})
_LISTED = frozenset({"Agency", "Enterprise", "Organization", "PilotZone", "Person"})
# A figure before its owner: signed up by the zone, inked at the Yantai venue.
_BY = re.compile(r"(?:\b(?:by|par|in|at|à|dans)(?: the| la| le| l')? ?|[由在])$", re.I)
_PICKED_BY = re.compile("推荐|申报|推薦|公布|批准|认定")
_FOR = re.compile(r"(?<![成作认])[为向给](?:[^,，。;；]{1,20}、)*$")  # 为A、B出具报告: reports for A and B
_LEAD = 30  # characters before a mention that say how it stands in its sentence
_RELATIVE = re.compile(
    r"^,? (?:which|who|whose|headquartered|based|located|founded|an?|the|qui|dont|basée?|fondée?|une?)\b[^,;]{3,90},",
    re.I,
)
_AGENT = re.compile(r"(?:\bby(?: the)?|\bpar(?: la| le| l')?|由) ?$", re.I)
_BULLETS = '●•·◆■□○*-—– "«'
_OTHER_CURRENCY = re.compile(r"\((?:about |around |environ |soit |约|折合)?$", re.I)


class Measures:
    """Reads the figures of a document, sentence by sentence."""

    def __init__(self, text: str, lexicon: Lexicon, gazetteer: Gazetteer, seen: Scan) -> None:
        self.places = seen.places
        groups = seen.groups
        self.text, self.lexicon, self.gazetteer, self.groups = text, lexicon, gazetteer, groups
        self.subject: Mention | None = None  # whose figures the last ones were
        self.paragraph = 0
        self.topic: Mention | None = None  # the first place that the document speaks of
        self.policy: Mention | None = None

    def sentence(self, sentence: Sentence, mentions: Sequence[Mention], figures: Sequence[Mention]) -> list[Found]:
        """What the figures of a sentence measure; figures whose subject is not said are left out."""
        own = [m for m in mentions if m.type in _MEASURED and m.group >= 0 and not (m.weak and m.type in _NOUNS)]
        places = (m for m in own if m.type in TOPICS)
        self.topic = self.topic or next((m for m in places if not _LOCATIVE.search(self._before(m))), None)
        if sentence.paragraph != self.paragraph:
            self.paragraph = sentence.paragraph
            self.subject = None
        found: list[Found] = []
        first = next((m for m in own if not self._where(m, own)), None)
        for figure in figures:
            if self._unnamed(sentence, figure, mentions):
                continue
            subject = self._subject(sentence, figure, own)
            if subject is None:
                continue
            found += self._found(sentence, figure, subject, own)
        if found:
            self.subject = found[0].object if found[0].predicate == "MEASURES" else found[0].subject
        elif first:
            self.subject = first
        self.policy = next((m for m in mentions if m.type == "Policy" and m.group >= 0), self.policy)
        self._ranks(sentence, [one.subject for one in found if one.predicate == "MEASURES"])
        return found

    def _before(self, mention: Mention) -> str:
        return self.text[max(0, mention.outer[0] - _LEAD) : mention.outer[0]]

    def _where(self, mention: Mention, own: Sequence[Mention]) -> bool:
        return (
            mention.type in TOPICS
            and bool(_LOCATIVE.search(self._before(mention)))
            and any(m is not mention for m in own)
        )

    def _unnamed(self, sentence: Sentence, figure: Mention, mentions: Sequence[Mention]) -> bool:
        """Whether the figure is of a project without a name, or repeats another in a second currency."""
        before = self.text[sentence.start : figure.outer[0]]
        if _OTHER_CURRENCY.search(before):
            return True
        if figure.name[:1].isnumeric() and any(
            (m.type in _LISTED and not self._between(m, figure).strip()) or self._between(m, figure) == "等"
            for m in mentions
            if m.end <= figure.start
        ):
            return True  # A和B2家企业 counts those just named
        return bool(self.lexicon.get("figures", "unnamed").search(before)) and "unit" in figure.values

    def _subject(self, sentence: Sentence, figure: Mention, own: Sequence[Mention]) -> Mention | None:
        before = self._innermost([m for m in own if m.outer[1] <= figure.start])
        before = [m for m in before if not _EXAMPLE.search(self.text[max(0, m.outer[0] - 20) : m.outer[0]])]
        apart = [m for m in before if m.type in _ACTORS and self._apart(m, figure)]
        before = [m for m in before if m not in apart]
        if apart and before and all(self._where(m, [*apart, *before]) for m in before):
            # Haier, based in Qingdao, will invest 3 billion yuan: Haier's, if anybody's
            invests = self.lexicon.get("figures", "invests").search(self._between(apart[-1], figure))
            return apart[-1] if invests else None
        if before and all(self._where(m, [*before, figure]) for m in before):
            invests = self.lexicon.get("figures", "invests").search(self.text[before[-1].end : figure.start])
            if invests and "unit" in figure.values:
                return None  # installed in the zone, it will invest: not the zone
        if behind := self._behind(figure, own):
            return behind
        before = [m for m in before if not _AGENT.search(self._before(m))] or before
        before = [m for m in before if not _FOR.search(self._before(m))] or before
        sure = [m for m in before if not self._where(m, before)]
        if sure or before:
            subject = (sure or before)[-1]
            # Who picks three pilots does not have them.
            picks = subject.type in _ACTORS and self.lexicon.get("figures", "picks").search(
                self._between(subject, figure)
            )
            return None if picks else subject
        for mention in own:
            picked = _PICKED_BY.match(self.text, mention.outer[1])
            if (
                mention.outer[0] >= figure.end
                and not picked
                and _BY.search(self.text[max(0, mention.outer[0] - 10) : mention.outer[0]])
            ):
                return mention
        if self.lexicon.get("figures", "carry").match(self.text[sentence.start : sentence.end].lstrip(_BULLETS)):
            return self.subject if self.subject and self.subject.type not in _ACTORS else self.topic
        return None

    def _behind(self, figure: Mention, own: Sequence[Mention]) -> Mention | None:
        """What a Chinese figure is an attribute of: 总投资50亿元的产业园."""
        if self.text[figure.outer[1] : figure.outer[1] + 1] != "的":
            return None
        near = (m for m in own if figure.outer[1] < m.outer[0] + 1 <= figure.outer[1] + 10)
        behind = next(near, None)
        plain = behind and not re.search(r"[,，;；。]", self.text[figure.outer[1] : behind.outer[0]])
        return behind if plain else None

    def _apart(self, mention: Mention, figure: Mention) -> bool:
        """Whether a comma stands between a body and a figure, other than those of a clause on the body itself."""
        return bool(re.search(r"[,，;；]", _RELATIVE.sub(" ", self._between(mention, figure))))

    def _between(self, mention: Mention, figure: Mention) -> str:
        return self.text[mention.outer[1] : figure.start]

    def _innermost(self, mentions: list[Mention]) -> list[Mention]:
        """The mentions without places that others of them lie in: of Jinan, the capital of Shandong, Jinan is meant."""
        ids = {id_ for m in mentions if m.type in TOPICS for id_ in self.groups[m.group].ids}
        around = {above for id_ in ids for above in self.gazetteer.ancestors(id_)}
        inner = [m for m in mentions if not set(self.groups[m.group].ids) & around]
        return inner or mentions

    def _found(self, sentence: Sentence, figure: Mention, subject: Mention, own: Sequence[Mention]) -> list[Found]:
        lead = self.text[sentence.start : figure.start]
        promised = self._promised(lead, figure)
        if promised:
            figure.type = "Target"
        period = self._period(sentence, lead, promised)
        if period:
            figure.values["period"] = period
        start, end = sentence.start, sentence.end
        sure = 0.85 if subject.outer[1] <= figure.start and subject.start >= sentence.start else 0.7
        method = f"{self.lexicon.language}-figure"
        found = [Found("MEASURES", figure, subject, start, end, ASSERTED, method, sure)]
        if subject.type == "Policy" and not promised:  # a list says how many it names; that is no figure of the list
            return [Found("CONCERNS", subject, figure, start, end, ASSERTED, method, sure)]
        policy = next((m for m in reversed(own) if m.type == "Policy" and m.end <= figure.start), self.policy)
        policy = policy or next((m for m in own if m.type == "Policy"), None)
        if promised and policy:
            found.append(Found("SETS", policy, figure, start, end, ASSERTED, f"{self.lexicon.language}-target", 0.75))
            if subject.type == "Policy":
                bodies = (m for m in reversed(own) if m.start in self.places and m.end <= figure.start)
                named = next((self.places[m.start] for m in bodies), self.topic)
                found = [found[1]] if named is None else [replace(found[0], object=named), found[1]]
        return found

    def _promised(self, lead: str, figure: Mention) -> bool:
        """Whether a figure is aimed at; money that somebody will invest is a figure of the project, not a goal."""
        clause = re.split(r"[;；。]", lead)[-1]
        money = len(str(figure.values.get("unit"))) == 3 and str(figure.values.get("unit")).isupper()
        if money and self.lexicon.get("figures", "invests").search(clause):
            return False
        return bool(self.lexicon.get("figures", "target").search(clause))

    def _period(self, sentence: Sentence, lead: str, promised: bool) -> str | None:
        said = self.text[sentence.start : sentence.end]
        if promised:
            found = [m["y"] for m in self.lexicon.get("figures", "target_year").finditer(said)]
            return found[0] if found else None
        before = years(lead, self.lexicon, 0, len(lead)) or years(said, self.lexicon, 0, len(said))
        exact = [day.iso for day in days(said, self.lexicon, 0, len(said)) if day.iso and day.year_said]
        return before[-1] if before else exact[0] if exact else None

    def _ranks(self, sentence: Sentence, figures: Sequence[Mention]) -> None:
        said = self.text[sentence.start : sentence.end]
        ranks: dict[str, int] = self.lexicon.said["figures"]["ranks"]
        for match in self.lexicon.get("figures", "rank").finditer(said):
            group = next((g for g in ("rank", "rank2") if match.groupdict().get(g)), None)
            before = [f for f in figures if f.end <= sentence.start + match.start() + 1]
            if not group or not before:
                continue
            word = match[group].lower()
            digits = re.match(r"[0-9]{1,3}", word)
            rank = int(digits[0]) if digits else ranks.get(word)
            scope = match.groupdict().get("scope") or match.groupdict().get("scope2")
            if rank:
                before[-1].values["rank"] = rank
                if scope and scope.strip():
                    before[-1].values["rankScope"] = scope.strip()


def figures_of(mask: Mask) -> list[Mention]:
    """The figures among a sentence's masked mentions."""
    return [m for m in mask.tokens if m.method == "figure"]
