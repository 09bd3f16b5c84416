"""Which mentions are one entity: known ids, equal names, abbreviations introduced in the text, short forms."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from graph.names import fold
from loaders.extract.gazetteer import Gazetteer
from loaders.extract.lexicon import Lexicon
from loaders.extract.mentions import ANY, PAIR, Mention
from loaders.extract.parts import LEGAL_END, SHORT_TYPES, Parts
from loaders.extract.plain import HAN
from loaders.extract.sentences import Sentence

_LEGAL_END_ANY = re.compile(LEGAL_END.pattern, re.I)
_TWO = re.compile("(?:公司|集团|中心|协会|联盟|平台|大学)$")
_LIMITED = re.compile("(?:股份)?有限公司$")
_GROUPED = re.compile(r"^(?:le )?groupe ", re.I)
# The first word of a company's name may be all it is called by, if it is no common one.
_COINED = re.compile(
    r"(?!(?:China|Chinese|National|General|First|United|North|South|East|West|Northern|Southern|Eastern|Western|State|Central"
    r"|International|Global|World|American|European|Asian|Pacific|Great|Golden|Green|Smart|Digital|Advanced|Group|Société"
    r"|Compagnie|Banque|Centre|Center|Institut)\b)[A-Z][a-z]{4,}"
)
_KIND = re.compile(r" (?:City|County)$")
_MOST_SHORTS = 60
_NEAR = 80  # names back that a short form is looked for in
_GENERIC = re.compile(
    r"(?:the |a |an |l'|le |la |un |une |cet(?:te)? )?(?:strategic |cooperation |framework |partnership |project |stratégique )*"
    r"(?:agreements?|memorandum(?: of (?:understanding|cooperation))?|mou|contract|signing(?: ceremony)?|ceremony|accords?(?:-cadre)?"
    r"|entente|mémorandum d'entente|convention|démarche|cérémonie(?: de signature)?|signature|protocole(?: d'accord)?)"
    r"|(?:战略|合作|框架)*(?:协议|协议书|备忘录)|(?:战略|合作)+签约(?:仪式|活动)?|签约仪式|签署仪式|签字仪式|仪式",
)


@dataclass(slots=True)
class Group:
    """The mentions of one entity in a document."""

    type: str
    mentions: list[Mention] = field(default_factory=list)
    ids: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """What it is called by, without anaphora, in order."""
        return list(dict.fromkeys(self._named()))

    @property
    def name(self) -> str:
        """The first of them; empty where it has none."""
        return next(self._named(), "")

    def _named(self) -> Iterator[str]:
        return (m.name for m in self.mentions if m.method not in {"anaphor", "pair"})

    @property
    def weak(self) -> bool:
        """Whether no mention makes it an entity by itself."""
        return all(m.weak or m.method in {"anaphor", "pair"} for m in self.mentions)


def abbreviations(text: str, mentions: Sequence[Mention], lexicon: Lexicon, start: int) -> list[Mention]:
    """Mentions of the short names that the text introduces; the full name's `outer` then takes in the bracket."""
    found: list[Mention] = []
    by_end: dict[int, Mention] = {}
    for mention in mentions:
        by_end[mention.end] = by_end[mention.outer[1]] = mention
    known = {(m.start, m.end): m for m in mentions if len(m.ids) == 1}
    pattern = lexicon.get("anaphora", "defined")
    fits = lexicon.get("anaphora", "short_ok")
    for match in pattern.finditer(text, start):
        full = by_end.get(match.start()) or by_end.get(match.start() - 1)
        group = next((name for name, value in match.groupdict().items() if value), None)
        if full is None or group is None or len(found) > _MOST_SHORTS:
            continue
        short = match[group].strip()
        if full.type in {"Government", "Person", "Statistic"} or not fits.match(short) or short.isdigit():
            continue
        full.outer = (full.outer[0], match.end())
        meant = known.get(match.span(group))
        if meant and not full.ids and {meant.type, full.type} <= SHORT_TYPES:
            full.ids, full.type = meant.ids, meant.type  # another full name of a body that is known by its short one
        bounds = ("", "") if HAN.search(short) else (r"(?<![\w-])", r"(?![\w-])")
        for place in re.finditer(bounds[0] + re.escape(short) + bounds[1], text[start:]):
            at = start + place.start()
            found.append(Mention(at, at + len(short), full.type, short, "abbreviation", full.ids, refers=[full]))
    return found


def short_forms(
    text: str, mentions: Sequence[Mention], lexicon: Lexicon, sentences: Iterable[Sentence], body: int
) -> list[Mention]:
    """Chinese short forms that nothing introduces: 市市场监管局 of 宁波市市场监督管理局, whose characters it has in order.

    The long form stands before; of a headline's, behind it in the text, which begins at `body`.
    """
    if "short_form" not in lexicon.said["anaphora"]:
        return []
    full = [m for m in mentions if m.type in SHORT_TYPES and len(m) >= 6]
    ends = [m.end for m in full]
    known = {(m.start, m.end) for m in mentions if m.ids}
    legal = lexicon.compiled("<legal>")
    found: list[Mention] = []
    for sentence in sentences:
        for match in lexicon.get("anaphora", "short_form").finditer(text, sentence.start, sentence.end):
            at = bisect_right(ends, match.start() + 2) if match.start() >= body else min(_NEAR, len(full))
            for start in range(match.start(), match.end() - 2):
                name = text[start : match.end()]
                near = reversed(full[max(0, at - _NEAR) : at])
                of = next(
                    (m for m in near if any(_short_of(name, n) for n in (m.name, _LIMITED.sub("", m.name)))), None
                )
                if of and (start, match.end()) not in known and not legal.fullmatch(name):
                    found.append(Mention(start, match.end(), of.type, name, "short-form", of.ids, refers=[of]))
                    break
    return found


def cores(
    text: str, mentions: Sequence[Mention], candidates: Sequence[Mention], start: int, gazetteer: Gazetteer
) -> list[Mention]:
    """Names again without what says their kind, or by their first word: Legrand, after le groupe Legrand.

    So too places that are known only with their kind: Laixi, after Laixi Municipal Government or Laixi City.
    """
    taken = {(m.start, m.end) for m in candidates}
    cores: dict[str, Mention] = {}
    for mention in mentions:
        if mention.type == "Enterprise" and mention.method != "anaphor" and not HAN.search(mention.name):
            core = _LEGAL_END_ANY.sub("", _GROUPED.sub("", mention.name)).strip(" ,")
            if len(core) >= 4 and core[0].isupper():
                cores.setdefault(core, mention)
            first = core.split(" ")[0]
            if first != core and _COINED.fullmatch(first) and not gazetteer.ids(first):
                cores.setdefault(first, mention)
        elif mention.type == "Government" and (place := _bare_place(text, mention)) and not gazetteer.ids(place):
            cores.setdefault(place, mention)
    found: list[Mention] = []
    for core, mention in list(cores.items())[:_MOST_SHORTS]:
        ends = r"(?![\w-])" if mention.type == "Government" else r"(?![\w-]| [A-Z])"
        for again in re.finditer(rf"(?<![\w-]){re.escape(core)}{ends}", text[start:]):
            span = (start + again.start(), start + again.end())
            if span not in taken:
                weak = mention.weak or mention.type == "Government"
                found.append(Mention(*span, mention.type, core, "short-form", mention.ids, weak, refers=[mention]))
    return found


def _bare_place(text: str, mention: Mention) -> str | None:
    """The name of a place without its kind, where it has one in a Western language."""
    inner = mention.values.get("inner")
    kind = _KIND.search(mention.name)
    name = text[slice(*inner)] if inner else mention.name[: kind.start()] if kind else ""
    return name if len(name) >= 4 and not HAN.search(name) else None


def _short_of(short: str, name: str) -> bool:
    """Whether a name's characters stand in a longer one, in order, with its last."""
    if (
        len(short) >= len(name)
        or len(short) < (4 if _TWO.search(short) else 3)
        or short[-1] != name[-1]
        or short[0] not in name
    ):
        return False
    characters = iter(name)
    return all(c in characters for c in short)


def group(mentions: Sequence[Mention], gazetteer: Gazetteer, context: Context, body: int) -> list[Group]:
    """Entities of a document whose head ends at `body`; sets each mention's `group`. Anaphora and pairs are left to `resolve` (anaphora.py)."""
    groups: list[Group] = []
    by_key: dict[tuple[str, str], int] = {}
    by_id: dict[str, int] = {}
    parts = Parts(gazetteer)
    named = [m for m in mentions if m.type not in {ANY, PAIR} and m.method not in {"anaphor", "pair"}]
    for mention in sorted(named, key=lambda m: (bool(m.refers), -len(m))):
        ids = choose(mention.ids, gazetteer, context, mention.start)
        key = fold(mention.name)
        at: int | None = None
        if mention.type in {"Statistic", "Target"}:
            pass  # a figure is itself
        elif mention.refers and mention.refers[0].group >= 0:
            at = mention.refers[0].group
        elif len(ids) == 1 and ids[0] in by_id:
            at = by_id[ids[0]]
        elif (mention.type, key) in by_key:
            at = by_key[mention.type, key]
        else:
            at = parts.group(mention, key)
        if at is None:
            groups.append(Group(mention.type, [], ids))
            at = len(groups) - 1
        mention.group = at
        groups[at].mentions.append(mention)
        by_key.setdefault((mention.type, key), at)
        parts.add(mention, key, at)
        if len(ids) == 1:
            by_id.setdefault(ids[0], at)
            groups[at].ids = groups[at].ids or ids
    _one_agreement(groups, body)
    for one in groups:
        one.mentions.sort(key=lambda m: m.start)
    return groups


Context = dict[str, list[int]]


def context_of(mentions: Iterable[Mention], gazetteer: Gazetteer) -> Context:
    """What is mentioned beyond doubt, with all that it lies in, and where."""
    found: Context = {}
    for mention in mentions:
        if len(mention.ids) == 1:
            for id_ in (mention.ids[0], *gazetteer.ancestors(mention.ids[0])):
                found.setdefault(id_, []).append(mention.start)
    return found


def choose(ids: tuple[str, ...], gazetteer: Gazetteer, context: Context, at: int) -> tuple[str, ...]:
    """Of the entities of one name those that the document can mean at `at`.

    One that is mentioned otherwise; or the one in a place that is mentioned, the nearest where there are several; or the
    one of the highest level. All of them where none of this decides.
    """
    if len(ids) < 2:
        return ids
    said = [id_ for id_ in ids if id_ in context]
    if said:
        return tuple(said)
    order = ["COUNTRY", "PROVINCE", "PREFECTURE", "COUNTY"]
    near = []
    for id_ in ids:
        above = [a for a in gazetteer.ancestors(id_) if a in context and a != "government/100000"]
        # A city tells more than its province, however far away.
        near += [
            (-order.index(gazetteer.levels.get(a, "COUNTY")), min(abs(at - p) for p in context[a]), id_) for a in above
        ]
    if near:
        best = min(near)
        if sum(one[:2] == best[:2] for one in near) == 1:
            return (best[2],)
    ranked = [(order.index(gazetteer.levels[id_]), id_) for id_ in ids if id_ in gazetteer.levels]
    highest = [id_ for rank, id_ in ranked if rank == min(ranked)[0]] if len(ranked) == len(ids) else []
    return (highest[0],) if len(highest) == 1 else ids


def titled(names: Iterable[str]) -> bool:
    """Whether an agreement has a name of its own, not only what it is called in general."""
    return any(not _GENERIC.fullmatch(fold(name)) for name in names)


def _one_agreement(groups: list[Group], body: int) -> None:
    """`the agreement` is the one that the text names, where it names one."""
    agreements = [at for at, one in enumerate(groups) if one.type == "Agreement"]
    agreements = [at for at in agreements if any(m.start >= body for m in groups[at].mentions)] or agreements
    named = [at for at in agreements if titled(groups[at].names)]
    strong = [at for at in agreements if not groups[at].weak]
    main = named[0] if len(named) == 1 else strong[0] if len(strong) == 1 or (strong and not named) else None
    for at in agreements:
        if titled(groups[at].names) or not groups[at].mentions:
            continue
        first = min(m.start for m in groups[at].mentions)
        meant = _last_of(named, groups, groups[at].name, first) if main is None else main
        if meant is not None and meant != at:
            for mention in groups[at].mentions:
                mention.group = meant
            groups[meant].mentions += groups[at].mentions
            groups[at].mentions = []


def _last_of(named: Sequence[int], groups: Sequence[Group], kind: str, before: int) -> int | None:
    """Of several agreements with names the last of a kind that is named before: 备忘录, after the 合作备忘录 of that day."""
    found = [(m.start, at) for at in named for m in groups[at].mentions if m.start < before and m.name.endswith(kind)]
    return max(found)[1] if found else None
