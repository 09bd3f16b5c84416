"""What figures are about: which entity a figure measures, whether it is observed or promised, its period and rank."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from loaders.extract.days import days, years
from loaders.extract.figures import ranks
from loaders.extract.gazetteer import Gazetteer
from loaders.extract.lexicon import Lexicon
from loaders.extract.mentions import Mention
from loaders.extract.rules import ASSERTED, Found
from loaders.extract.scan import Scan
from loaders.extract.sentences import Sentence

_MEASURED = frozenset(
    [
        "Agency",
        "Agreement",
        "Enterprise",
        "Government",
        "IndustrialChain",
        "Organization",
        "Pilot",
        "PilotZone",
        "Platform",
        "Policy",
        "Programme",
    ]
)
_BUILT = frozenset({"Platform", "Organization", "IndustrialChain", "Programme"})
# The next clause says what else the same do: 建设平台，到2027年新增企业500家.
_DOES = re.compile(
    r"[,，;；][^,，;；]*(?:新增|培育|引进|引育|打造|实现|力争|争取|完成|建成|推动|形成|带动|达到)[^,，;；]*$"
)
# 是珠海智能家电产业链链主企业，: a clause on a body before what it has.
_IS = re.compile(
    r"(?:是|为|系|作为|总部(?:位于|设在|在)|位于|坐落于|地处|成立于)[^,，。;；]{2,40}[,，]"
    r"(?=(?:20[0-9]{2}年|去年|上年|目前)?[现已共]?(?:共|已)?(?:拥有|有|设有|累计|建有|获得|取得|完成|实现|达|营收|营业收入|产值|销售|也是|带动|集聚|辐射))"
)
_NOUNS, _THIS_CHAIN = frozenset({"IndustrialChain", "Agreement"}), ("IndustrialChain", "anaphor")
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
_AHEAD = 90  # characters behind a figure that may say by when
_LEAD = 30  # characters before a mention that say how it stands in its sentence
_RELATIVE = re.compile(
    r"^,? (?:which|who|whose|headquartered|based|located|founded|an?|the|qui|dont|chef de file|leader|basée?|fondée?|une?)\b[^,;]{3,90},",
    re.I,
)
_WHICH = re.compile(r"^,? (?:which|that|qui|où|an?|the|une?)\b[^,;]{3,90},", re.I)
# Whose data it is says not whose figure it is.
_SOURCE = re.compile(
    r"(?:\b(?:according to|(?:data|figures|statistics|numbers) (?:from|of|released by|published by|issued by)|learn(?:ed|t) from"
    r"|(?:selon|d'après|de source de)(?: les (?:données|chiffres|statistiques) d[eu])?|les données d[eu])(?: the| la| le| l')? ?"
    r"|(?:据|从|根据|来自))$",
    re.I,
)
_BUILDING = re.compile(r"(?:兴建|建设|打造|建成|筹建|投建|新建)?的")
_AND = re.compile(r"[、与和及]|,? (?:and|et)(?: by| par)?(?: the| la| le| l')? ?")
_AGENT = re.compile(r"(?:\bby(?: the)?|\bpar(?: la| le| l')?|由) ?$", re.I)
_BULLETS = '●•·◆■□○*-—– "«'
_PLACES = re.compile("个?[省市县区地]")
_OTHER_CURRENCY = re.compile(r"\((?:about |around |environ |soit |约|折合)?$", re.I)


class Measures:
    """Reads the figures of a document, sentence by sentence."""

    def __init__(
        self, text: str, lexicon: Lexicon, gazetteer: Gazetteer, seen: Scan, published: str | None = None
    ) -> None:
        self.published = published  # the document's day: what is so many `at present` is so then
        self.places = seen.places
        groups = seen.groups
        self.text, self.lexicon, self.gazetteer, self.groups = text, lexicon, gazetteer, groups
        self.subject: Mention | None = None  # whose figures the last ones were
        self.paragraph = 0
        self.topic: Mention | None = None  # the first place that the document speaks of
        self.policy: Mention | None = None
        self.spoken = 0  # the paragraph that named it

    def sentence(self, sentence: Sentence, mentions: Sequence[Mention], figures: Sequence[Mention]) -> list[Found]:
        """What the figures of a sentence measure; figures whose subject is not said are left out."""
        told = [m.outer for m in mentions if m.type == "Person" and _SOURCE.search(self._before(m))]
        own = [m for m in mentions if m.type in _MEASURED and m.group >= 0]
        own = [m for m in own if not m.weak or m.type not in _NOUNS or (m.type, m.method) == _THIS_CHAIN]
        own = [m for m in own if not m.method.endswith("-title")]
        own = [m for m in own if m.type == "Policy" or not _SOURCE.search(self._before(m))]
        own = [m for m in own if not any(start <= m.start and m.end <= end for start, end in told)]
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
            subject = self._subject(sentence, figure, own, figures[0]) or self._aim(sentence, figure, own)
            if subject is None:
                continue
            found += self._found(sentence, figure, subject, own)
        if found:
            self.subject = found[0].object if found[0].predicate == "MEASURES" else found[0].subject
        elif first:
            self.subject = first
        if named := next((m for m in mentions if m.type == "Policy" and m.group >= 0), None):
            self.policy, self.spoken = named, sentence.paragraph
        ranks(self.text, sentence, [one.subject for one in found if one.predicate == "MEASURES"], self.lexicon)
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
        if _PLACES.fullmatch(figure.values["indicator"]) and any(
            m.type in TOPICS and m.outer[1] == figure.start and self.text[m.outer[0] - 1] in "、和及" for m in mentions
        ):
            return True  # A县、B县2个县
        if figure.name[:1].isnumeric() and any(
            (m.type in _LISTED and not self._between(m, figure).strip()) or self._between(m, figure) == "等"
            for m in mentions
            if m.end <= figure.start
        ):
            return True  # A和B2家企业 counts those just named
        return bool(self.lexicon.get("figures", "unnamed").search(before)) and "unit" in figure.values

    def _subject(self, sentence: Sentence, figure: Mention, own: Sequence[Mention], first: Mention) -> Mention | None:
        before = self._innermost([m for m in own if m.outer[1] <= figure.start])
        before = [m for m in before if not _EXAMPLE.search(self.text[max(0, m.outer[0] - 20) : m.outer[0]])]
        before = self._no_agents(before) or before
        apart = [m for m in before if m.type in _ACTORS and self._apart(m, figure)]
        before = [m for m in before if m not in apart and not self._described(m, own, figure)]
        before = [m for m in before if not self._made(m, before, figure)] or before
        if any(m.type in _ACTORS for m in before):  # chef de file de la filière, il emploie: not the chain
            before = [m for m in before if m.type != "IndustrialChain" or not _LOCATIVE.search(self._before(m))]
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
        before = [m for m in before if not _FOR.search(self._before(m))] or before
        sure = [m for m in before if not self._where(m, before)]
        if sure or before:
            subject = (sure or before)[-1]
            # Who picks three pilots does not have them.
            picks = subject.type in _ACTORS and self.lexicon.get("figures", "picks").search(
                self._between(subject, figure)
            )
            return None if picks else subject
        for mention in (m for m in own if m.outer[0] >= figure.end):
            picked = _PICKED_BY.match(self.text, mention.outer[1])
            if not picked and _BY.search(self.text[max(0, mention.outer[0] - 10) : mention.outer[0]]):
                return mention
        said = self.text[sentence.start : sentence.end].lstrip(_BULLETS)
        # A Chinese clause may begin with what is counted: 国家级质检中心46个.
        begins = self.lexicon.language == "zh" and first.outer[0] == sentence.end - len(said)
        if begins or self.lexicon.get("figures", "carry").match(said):
            return self.subject if self.subject and self.subject.type not in _ACTORS else self.topic
        return None

    def _aim(self, sentence: Sentence, figure: Mention, own: Sequence[Mention]) -> Mention | None:
        """Whose goal a figure is where the sentence names nobody but whose officials say it, or the one before a policy."""
        spoken = (self.policy and self.spoken == sentence.paragraph) or {m.type for m in own} == {"Agency"}
        promised = self._promised(self.text[sentence.start : figure.start], figure)
        return (self.topic or self.policy) if spoken and promised else None

    def _behind(self, figure: Mention, own: Sequence[Mention]) -> Mention | None:
        """What a Chinese figure is an attribute of: 总投资50亿元的产业园."""
        if not _BUILDING.match(self.text, figure.outer[1]):
            return None
        near = (m for m in own if figure.outer[1] < m.outer[0] + 1 <= figure.outer[1] + 12)
        behind = next(near, None)
        plain = behind and not re.search(r"[,，;；。]", self.text[figure.outer[1] : behind.outer[0]])
        return behind if plain else None

    def _no_agents(self, mentions: Sequence[Mention]) -> list[Mention]:
        """The mentions without those that something is done by: 由A与B共建，已引进博士80人 has not B's doctors."""
        kept: list[Mention] = []
        agent: Mention | None = None
        for mention in mentions:
            joined = agent and _AND.fullmatch(self.text, agent.outer[1], mention.outer[0])
            if joined or _AGENT.search(self._before(mention)):
                agent = mention
            else:
                kept.append(mention)
        return kept

    def _described(self, mention: Mention, own: Sequence[Mention], figure: Mention) -> bool:
        """Whether a mention stands in what a sentence says another is: A是B链主企业，拥有专利7件 has A's patents."""
        return any(
            other.outer[1] < mention.start
            and (clause := (_IS if other.type in _ACTORS else _WHICH).match(self._between(other, figure)))
            and mention.end <= other.outer[1] + clause.end()
            for other in own
            if other.type in _ACTORS | TOPICS
        )

    def _made(self, mention: Mention, others: Sequence[Mention], figure: Mention) -> bool:
        """Whether a mention is what somebody else is to build, and the figure stands in the next clause."""
        if mention.type not in _BUILT or not _DOES.search(self._between(mention, figure)):
            return False
        said = self.text[max(0, mention.outer[0] - _LEAD) : mention.outer[0]]
        made = self.lexicon.compiled(r"(?:<establish>|<pursue>)[^,，;；。.]{0,12}$").search(said)
        return bool(made) and any(other.type in TOPICS and other.start < mention.start for other in others)

    def _apart(self, mention: Mention, figure: Mention) -> bool:
        """Whether a comma stands between a body and a figure, other than those of a clause on the body itself."""
        return bool(re.search(r"[,，;；]", _IS.sub(" ", _RELATIVE.sub(" ", self._between(mention, figure)))))

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
        if promised and policy and not self.lexicon.get("figures", "list").search(policy.name):
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
        if money and self.lexicon.get("figures", "invests").search(clause + figure.name):
            return False
        if self.lexicon.get("figures", "observed").search(re.split(r"[,，]", clause)[-1]):
            return False
        behind = self.text[figure.end : figure.end + _AHEAD].split("\n")[0]
        if self.lexicon.get("figures", "target_after").search(behind):
            return True
        return bool(self.lexicon.get("figures", "target").search(clause))

    def _period(self, sentence: Sentence, lead: str, promised: bool) -> str | None:
        said = self.text[sentence.start : sentence.end]
        if promised:
            found = [m["y"] for m in self.lexicon.get("figures", "target_year").finditer(said)]
            return found[0] if found else None
        before = years(lead, self.lexicon, 0, len(lead)) or years(said, self.lexicon, 0, len(said))
        exact = [day.iso for day in days(said, self.lexicon, 0, len(said)) if day.iso and day.year_said]
        now = self.published and self.lexicon.get("figures", "now").search(lead)
        today = self.published[:7] if now and self.published else None
        return before[-1] if before else exact[0] if exact else today
