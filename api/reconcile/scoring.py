"""How likely a candidate is meant: a score from 0 to 100, and the features it is made of.

Features (their values from 0 to 1, or true and false):

- `name`: how alike the name asked for and the most alike of the candidate's names are; 1 only where they are equal
- `exact`: whether a name is equal, but for case, width, white space and accents
- `place`: the share of the places named that are above the candidate; only where places are named
- `type`: whether it is of a type asked for; only where types are no condition (`type_strict: should`)
- the id of a property: how well its values fit the value given

The score is their weighted mean. `match` is only said of one candidate whose name or id is equal, that everything else given
fits entirely, and that leaves every other candidate SAFE points behind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz

from api.reconcile.candidates import Candidate
from api.reconcile.naming import Field
from api.reconcile.readings import covered, cuts, names_of, readings
from graph.matching import likeness
from graph.names import HAN_RUN as _HAN
from graph.names import fold, plain
from graph.names import names_of as entity_names
from schema import entity_type

_NAME, _PLACE, _TYPE, _PROPERTY = 1.0, 0.6, 0.2, 0.5  # weights
# What a name in another language, of the same sound, or of another spelling can reach at most.
_LIKE, _HEARD, _SPELT = 0.93, 0.85, 0.9
_WHOLE = 0.9  # of a text that its punctuation divides, read as one name
SAFE = 8.0
SURE = 95.0


@dataclass(slots=True)
class Scored:
    """A candidate with its score; `match` is set once all are known."""

    candidate: Candidate
    score: float
    features: dict[str, float | bool]
    match: bool = field(default=False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a query asks for: a text or none, types, and (field, values given, values of the candidates by id)."""

    text: str
    types: Sequence[str]
    strict: bool
    constraints: Sequence[tuple[Field, Sequence[Any], Mapping[str, list[Any]]]]
    base_iri: str


def scored(wanted: Wanted, candidates: Sequence[Candidate]) -> list[Scored]:
    """All candidates, the likeliest first; `match` is set on one at most."""
    found = sorted((_scored(wanted, one) for one in candidates), key=lambda one: (-one.score, one.candidate.id))
    if found:
        best, second = found[0], found[1].score if len(found) > 1 else 0.0
        fits = all(value is True or value == 1 for value in best.features.values())
        best.match = fits and best.score >= SURE and best.score - second >= SAFE
    return found


def _scored(wanted: Wanted, candidate: Candidate) -> Scored:
    features: dict[str, float | bool] = {}
    parts: list[tuple[float, float]] = []
    if wanted.text:
        name, place, exact = _named(wanted, candidate)
        features |= {"name": round(name, 3), "exact": exact}
        parts.append((_NAME, name))
        if place is not None:
            features["place"] = round(place, 3)
            parts.append((_PLACE, place))
    if wanted.types and not wanted.strict:
        of_type = _type(candidate) in wanted.types
        features["type"] = of_type
        parts.append((_TYPE, float(of_type)))
    for one, given, values in wanted.constraints:
        fit = _fit(one, given, values.get(candidate.id, []), wanted.base_iri)
        features[one.id] = round(fit, 3)
        parts.append((_PROPERTY, fit))
    weight = sum(weight for weight, _ in parts)
    score = 100 * sum(weight * value for weight, value in parts) / weight if weight else 0.0
    return Scored(candidate, round(score, 2), features)


def _type(candidate: Candidate) -> str:
    cls = entity_type(candidate.id)
    assert cls is not None
    return cls.__name__


def _named(wanted: Wanted, candidate: Candidate) -> tuple[float, float | None, bool]:
    """(how alike the names are, the share of places that fit, whether a name is equal), by the reading that fits best."""
    text = wanted.text.strip()
    if text.removeprefix(f"{wanted.base_iri}/id/") == candidate.id or text == candidate.properties.get("code"):
        return 1.0, None, True
    names = candidate.names
    folded = {fold(name) for name in names}
    above = names_of(row[1:] for row in candidate.above)
    best: tuple[float, float | None, bool] = (0.0, None, False)
    worth = -1.0
    found = readings(text)
    for reading in found:
        alike = _alike(reading.name, names, folded)
        if alike < 1 and not reading.above and len(found) > 1:
            alike *= _WHOLE
        place = _above(reading.above, above) if reading.above else None
        value = alike if place is None else (_NAME * alike + _PLACE * place) / (_NAME + _PLACE)
        if value > worth:
            worth, best = value, (alike, place, alike == 1)
    if worth < 1:
        for name, rest in cuts(text):
            if name in folded and covered(rest, above):
                return 1.0, 1.0, True
    return best


def _alike(text: str, names: Sequence[str], folded: set[str]) -> float:
    if _equal(text, folded):
        return 1.0
    asked, chinese = plain(text), _HAN.search(text) is not None
    spelt = max((fuzz.ratio(asked, plain(name)) for name in names), default=0.0) / 100
    # 岚山 is not 兰山, though both are Lanshan: what is alike across scripts says little where names in the same are not.
    same = [name for name in names if (_HAN.search(name) is not None) == chinese]
    alike = (_HEARD if same else _LIKE) * likeness([text], names)
    if not chinese:
        alike = max(alike, _LIKE * likeness([text], same))
    return max(alike, _SPELT * spelt)


def _equal(text: str, folded: set[str]) -> bool:
    """Whether a name is equal, but for case, width, white space and accents."""
    return fold(text) in folded or plain(fold(text)) in map(plain, folded)


def _above(given: Sequence[str], above: Sequence[str]) -> float:
    """The share of the places given that are among those above."""
    known = {fold(name) for name in above}
    fit = [1.0 if fold(one) in known or covered(one, above) else _close(one, above) for one in given]
    return sum(fit) / len(fit)


def _close(text: str, names: Sequence[str]) -> float:
    """Almost nothing but the name itself will do: Linyi is no Linfen."""
    best = max((fuzz.ratio(plain(text), plain(name)) for name in names), default=0.0) / 100
    return 0.8 if best >= 0.85 else 0.0


def _fit(field_: Field, given: Sequence[Any], values: Sequence[Any], base_iri: str) -> float:
    """How well the best of the values given fits the best of those there are."""
    return max((_one(field_, one, value, base_iri) for one in given for value in values), default=0.0)


def _one(field_: Field, given: Any, value: Any, base_iri: str) -> float:
    if isinstance(value, Mapping):  # an entity
        if isinstance(given, Mapping):
            return float(str(given.get("id", "")).removeprefix(f"{base_iri}/id/") == value["id"])
        text = str(given)
        if text.removeprefix(f"{base_iri}/id/") == value["id"]:
            return 1.0
        names = [*entity_names(value), *(value[key] for key in ("title", "indicator") if key in value)]
        return _alike(text, names, {fold(name) for name in names})
    if isinstance(given, Mapping):
        given = given.get("name", given.get("id", ""))
    if isinstance(value, int | float):
        try:
            return float(float(given) == value)
        except (TypeError, ValueError):
            return 0.0
    text, said = fold(str(given)), fold(str(value))
    if text == said:
        return 1.0
    if field_.prop is not None and field_.prop.kind.value == "date":  # 2020 and 2020-12-18 agree
        return 0.9 if text and said and (text.startswith(said) or said.startswith(text)) else 0.0
    if field_.prop is not None and field_.prop.values:
        return float(text.replace(" ", "_") == said)
    return _SPELT * fuzz.ratio(plain(text), plain(said)) / 100
