"""From mentions and relations found to what is reported: entities with ids, relations that the ontology allows, once each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from graph.names import fold
from loaders.extract.confidence import counts
from loaders.extract.coref import Group, titled
from loaders.extract.ids import key, new_id
from loaders.extract.mentions import Mention
from loaders.extract.result import Entity, Implied, Result, Span, Statement
from loaders.extract.rules import IMPLIED, Found
from loaders.extract.scan import Scan
from loaders.extract.sentences import Sentence
from schema import ENTITIES, RELATIONS
from schema.relations import FIGURE

_FIGURES = {t.__name__ for t in FIGURE}
_LONGEST_QUOTE = 500
# What is reported even where no relation was found: names of somebody or something, not places and numbers.
_ALONE = {
    *("Agency", "Enterprise", "Organization", "Person", "Policy", "Agreement", "Platform", "PilotZone", "Pilot"),
    "IndustrialChain",
}


def assemble(
    text: str,
    document: dict[str, Any],
    parts: Sequence[Sentence],
    seen: Scan,
    found: Sequence[Found],
    body: int,
) -> Result:
    """The result: `text` is the document's original, of which quotes are cut."""
    groups = seen.groups
    kept: dict[tuple[object, ...], Found] = {}
    for one in found:
        subject, object_ = one.subject.group, one.object.group
        if min(subject, object_) < 0 or subject == object_ or not _allowed(one, groups):
            continue
        identity = (one.predicate, subject, object_, one.properties.get("title"))
        before = kept.get(identity)
        if before is None or _order(before) > _order(one):
            kept[identity] = one
    signed = {one.object.group for one in kept.values() if one.predicate == "SIGNED"}
    for same, one in list(kept.items()):  # a ceremony without an agreement is none
        at = one.object.group
        if groups[at].type == "Agreement" and groups[at].weak and at not in signed:
            del kept[same]
    used = {at for one in kept.values() for at in (one.subject.group, one.object.group)}
    said = {
        at
        for one in kept.values()
        if not one.method.startswith(IMPLIED)
        for at in (one.subject.group, one.object.group)
    }
    about: dict[int, list[Found]] = {}  # what says whose a figure is, and who signed what
    for one in kept.values():
        if one.predicate in {"MEASURES", "CONCERNS", "SIGNED"} and not one.method.startswith(IMPLIED):
            about.setdefault(one.subject.group if one.predicate == "MEASURES" else one.object.group, []).append(one)
    entities: dict[int, Entity] = {}
    taken: dict[str, int] = {}
    for at, group in enumerate(groups):
        if group.mentions and (at in used or _alone(group, body)):
            _add(entities, taken, at, _entity(text, group, at, about.get(at, ()), groups, body))
    _on_behalf(kept.values(), entities)
    relations = _statements(text, parts, kept.values(), entities)
    merged = {one.id: one for one in entities.values()}
    stated = {
        entities[at].id for at, group in enumerate(groups) if at in entities and (at in said or _alone(group, body))
    }
    return Result(
        document,
        [one for one in merged.values() if one.id in stated],
        [one for one in relations if not one.method.startswith(IMPLIED)],
        Implied(
            [one for one in merged.values() if one.id not in stated],
            [one for one in relations if one.method.startswith(IMPLIED)],
        ),
    )


def _order(one: Found) -> tuple[bool, bool, float]:
    """Of two that say the same: the one with words, the one that asserts, the surer one."""
    return one.method.startswith(IMPLIED), one.status == "planned", -one.confidence


def _on_behalf(found: Collection[Found], entities: Mapping[int, Entity]) -> None:
    """For whom a person signed: the one party to the agreement in which the person holds a post."""
    parties: dict[int, set[int]] = {}
    bodies: dict[int, set[int]] = {}
    for one in found:
        if one.predicate == "SIGNED":
            parties.setdefault(one.object.group, set()).add(one.subject.group)
        elif one.predicate == "HOLDS_POST":
            bodies.setdefault(one.subject.group, set()).add(one.object.group)
    for one in found:
        if one.predicate == "SIGNED" and entities[one.subject.group].type == "Person":
            both = bodies.get(one.subject.group, set()) & parties[one.object.group]
            if len(both) == 1:
                one.properties["onBehalfOf"] = entities[both.pop()].id


def _allowed(one: Found, groups: Sequence[Group]) -> bool:
    subject, object_ = groups[one.subject.group].type, groups[one.object.group].type
    if one.subject.method == "figure":
        subject = one.subject.type
    if one.object.method == "figure":
        object_ = one.object.type
    return RELATIONS[one.predicate].allows(ENTITIES[subject], ENTITIES[object_])


def _alone(group: Group, body: int) -> bool:
    """Whether a name in the body stands for itself; one that only head lines have is mostly a publisher's."""
    if group.type == "Agreement" and not titled(group.names):
        return False
    inside = [m for m in group.mentions if m.start >= body]
    return group.type in _ALONE and any(not m.weak and m.method not in {"anaphor", "pair"} for m in inside)


def _add(entities: dict[int, Entity], taken: dict[str, int], at: int, entity: Entity) -> None:
    """Two groups with one id are one entity."""
    if entity.id in taken:
        first = entities[taken[entity.id]]
        spans = {(m.start, m.end): m for m in [*first.mentions, *entity.mentions]}
        first.mentions = [spans[place] for place in sorted(spans)]
        entities[at] = first
        return
    taken[entity.id] = at
    entities[at] = entity


def _entity(text: str, group: Group, at: int, found: Any, groups: Sequence[Group], body: int) -> Entity:
    figure = group.mentions[0] if group.mentions[0].method == "figure" else None
    type_ = figure.type if figure else group.type
    spans = {(m.start, m.end) for m in group.mentions} | {
        m.values["inner"] for m in group.mentions if "inner" in m.values
    }
    properties: dict[str, Any] = {}
    if figure:
        spans |= set(figure.values.pop("spans", ()))
        properties = {name: value for name, value in figure.values.items() if name in ENTITIES[type_].properties}
    names = group.names or [group.mentions[0].name]
    named = [m for m in group.mentions if m.name in names]
    named = [m for m in named if m.start >= body] or named
    first = max(named, key=lambda m: (not m.weak, m.method not in {"abbreviation", "short-form"}, len(m)))
    name = text[first.start : first.end]
    if type_ == "Certificate":
        properties["number"] = name
    known = len(group.ids) == 1
    id_ = group.ids[0] if known else _fresh(type_, first.name, figure, at, found, groups)
    mentions = [Span(a, b, text[a:b]) for a, b in sorted(spans)]
    spelled = (text[m.start : m.end] for m in group.mentions if m.name in names)
    others = sorted({fold(n): n for n in spelled if fold(n) != fold(name)}.values())
    if type_ == "Agreement":
        others = [one for one in others if titled([one])]  # `the signing` is what it is, not what it is called
        if since := _since(at, found):
            properties["since"] = since
    return Entity(
        id_,
        type_,
        name,
        known,
        mentions,
        others if not figure else [],
        properties,
        list(group.ids) if not known else [],
    )


def _since(at: int, found: Any) -> str | None:
    signed = [f.properties.get("since") for f in found if f.predicate == "SIGNED" and f.object.group == at]
    return next((str(day) for day in signed if day), None)


def _fresh(type_: str, name: str, figure: Mention | None, at: int, found: Any, groups: Sequence[Group]) -> str:
    """A new id. A figure's and an agreement's names say too little: whose it is belongs to the id."""
    about: list[str] = []
    if figure:
        owners = [f.object if f.predicate == "MEASURES" else f.subject for f in found]
        about = [_short(groups[owner.group]) for owner in owners]
        values = figure.values
        name = "-".join(
            str(values[k]) for k in ("indicator", "value", "unit", "period") if values.get(k) not in (None, "")
        )
    elif type_ == "Agreement":
        parties = {f.subject.group for f in found if f.object.group == at and f.predicate == "SIGNED"}
        about = sorted(_short(groups[p]) for p in parties if groups[p].type != "Person")
        about += [since] if (since := _since(at, found)) else []
    elif of := groups[at].mentions[0].values.get("of"):
        about = [str(of).partition("/")[2]]
    return new_id(type_, " ".join([*about, name]))


def _short(group: Group) -> str:
    return group.ids[0].partition("/")[2] if len(group.ids) == 1 else key(group.name)


def _statements(text: str, parts: Sequence[Sentence], found: Any, entities: dict[int, Entity]) -> list[Statement]:
    made: dict[tuple[object, ...], Statement] = {}
    for one in sorted(found, key=lambda f: (f.start, f.predicate, f.end)):
        subject, object_ = entities[one.subject.group], entities[one.object.group]
        at = bisect_right(parts, one.start, key=lambda s: s.start) - 1
        sentence = parts[at] if at >= 0 and one.start < parts[at].end else None
        start, end = one.start, one.end
        if sentence and one.predicate != "HOLDS_POST" and sentence.end - sentence.start <= _LONGEST_QUOTE:
            start, end = sentence.start, max(sentence.end, end)
        place = f"paragraph {sentence.paragraph}, sentence {sentence.number}" if sentence else ""
        quote = Span(start, end, text[start:end])
        identity = (subject.id, one.predicate, object_.id, one.properties.get("title"))
        if subject is not object_ and identity not in made:
            made[identity] = Statement(
                subject.id,
                one.predicate,
                object_.id,
                one.properties,
                one.status,
                quote,
                place,
                one.method,
                counts().confidence(one.method, one.predicate, one.confidence, one.all_marks()),
                one.confidence,
                tuple(one.all_marks()),
            )
    return list(made.values())
