"""How likely two descriptions are of one entity: by names, and by what they are tied to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.matching import likeness, parsed, same_person
from graph.records import Record

if TYPE_CHECKING:
    from graph.resolution import Owned

Score = tuple[float, tuple[str, ...]]
_PLACES = ("LOCATED_IN>", "PART_OF>")
_GENERIC = {"Platform", "Organization", "Policy", "Pilot", "Programme", "Enterprise"}
_WITHOUT_NEIGHBOURS = 0.88  # at most, where a name has nothing proper: every city has its quality service centre


@dataclass(frozen=True, slots=True)
class Seen:
    """A record or an owned entity, as comparing sees it."""

    id: str
    type: str
    names: tuple[str, ...]
    links: tuple[str, ...]
    properties: Mapping[str, object] = field(default_factory=dict)
    owned: bool = False

    @classmethod
    def of_record(cls, record: Record, links: Collection[str] = ()) -> Seen:
        """A record; `links` are those of all that it stands for."""
        return cls(record.id, record.type, record.names, tuple(sorted(links)) or record.links, record.properties)

    @classmethod
    def of_owned(cls, one: Owned, called: Iterable[str] = ()) -> Seen:
        """An entity of a dataset, with what documents call it."""
        names = tuple(sorted({*one.names, *called}))
        return cls(one.id, one.type, names, tuple(sorted(one.neighbours)), one.properties, owned=True)


class Comparison:
    """Compares pairs; `neighbours` names what links lead to, as far as identities are known by now, `above` the places a place is in."""

    def __init__(
        self, neighbours: Callable[[Iterable[str]], frozenset[str]], above: Callable[[str], Collection[str]]
    ) -> None:
        self._resolved, self._above = neighbours, above
        self._known: dict[str, frozenset[str]] = {}

    def forget(self) -> None:
        """What was known of neighbours; to be called when identities have changed."""
        self._known.clear()

    def of(self, one: Seen, other: Seen) -> Score:
        """(score from 0 to 1, reasons) for two of one type."""
        if one.type == "Person":
            return self._person(one, other)
        if one.type == "Agreement":
            return self._agreement(one, other)
        if one.type in {"Statistic", "Target"}:
            return self._figure(one, other)
        if one.type == "Pilot":
            return self._pilot(one, other)
        if one.type == "Policy":
            return self._policy(one, other)
        if one.type == "Certificate":
            return 1.0, ("the same number",)
        return self._named(one, other)

    def parties(self, one: Seen) -> frozenset[str]:
        """Who signed it, persons left out: they sign for somebody."""
        found = (link.partition("<") for link in self._neighbours(one))
        return frozenset(who for predicate, _, who in found if predicate == "SIGNED" and not who.startswith("person/"))

    def about(self, one: Seen) -> frozenset[str]:
        """Whose a figure is."""
        return frozenset(link.partition(">")[2] for link in self._neighbours(one) if link.startswith("MEASURES>"))

    def _neighbours(self, one: Seen) -> frozenset[str]:
        found = self._known.get(one.id)
        if found is None:
            found = self._known[one.id] = self._resolved(one.links)
        return found

    def _named(self, one: Seen, other: Seen) -> Score:
        score = likeness(one.names, other.names)
        if score < 0.6:
            return score, ()
        shared = sorted(self._neighbours(one) & self._neighbours(other))
        reasons = [f"names alike: {score:.2f}"]
        if self._elsewhere(one, other):
            score -= 0.3 if one.type == "Government" else 0.15
            reasons.append("in different places")
        elif shared:
            score = min(1.0, score + 0.04 * min(len(shared), 2))
            reasons += [f"both {link}" for link in shared[:3]]
        elif one.type in _GENERIC and not any(parsed(name).proper for name in (*one.names, *other.names)):
            score = min(score, _WITHOUT_NEIGHBOURS)
            reasons.append("a name that many may have")
        return score, tuple(reasons)

    def _elsewhere(self, one: Seen, other: Seen) -> bool:
        """Whether both are in places, and neither's place is in the other's."""
        places = [self._places(side) for side in (one, other)]
        wide = [side.union(*map(self._above, side)) for side in places]
        return all(places) and not places[0] & wide[1] and not places[1] & wide[0]

    def _places(self, one: Seen) -> set[str]:
        return {link.partition(">")[2] for link in self._neighbours(one) if link.startswith(_PLACES)}

    def _person(self, one: Seen, other: Seen) -> Score:
        names = same_person(one.names, other.names)
        if not names:
            return 0.0, ()
        bodies = [
            {n.partition(">")[2] for n in self._neighbours(s) if n.startswith("HOLDS_POST>")} for s in (one, other)
        ]
        if shared := sorted(bodies[0] & bodies[1]):
            return names, ("the same name", *(f"both hold a post in {body}" for body in shared[:3]))
        if all(bodies):
            return min(names, 1.0) * 0.8, ("the same name, posts in different bodies",)
        if signed := sorted(self._neighbours(one) & self._neighbours(other)):
            return names, ("the same name", *(f"both {link}" for link in signed[:3]))
        return min(names, 1.0) * 0.85, ("the same name",)

    def _agreement(self, one: Seen, other: Seen) -> Score:
        days = [str(side.properties.get("since", "")) for side in (one, other)]
        if all(days) and not (days[0].startswith(days[1]) or days[1].startswith(days[0])):
            return 0.0, ()
        parties = [self.parties(side) for side in (one, other)]
        names = likeness(one.names, other.names)
        if all(parties):
            if not parties[0] & parties[1]:
                return 0.0, ()
            alike = len(parties[0] & parties[1]) / len(parties[0] | parties[1])
            if alike == 1 and len(parties[0]) > 1 and all(days):
                return 0.97, ("the same parties on the same day",)
            subset = parties[0] <= parties[1] or parties[1] <= parties[0]
            shared = sorted(self._neighbours(one) & self._neighbours(other))
            tied = [link for link in shared if not link.startswith(("SIGNED", "ATTENDED", "LOCATED_IN"))]
            score = 0.6 + 0.2 * alike + 0.15 * names + (0.1 if (all(days) and subset) or tied else 0)
            reasons = (
                f"parties alike: {alike:.2f}",
                f"names alike: {names:.2f}",
                *(f"both {link}" for link in tied[:2]),
            )
            return min(score, 0.96), reasons
        return names - (0.0 if all(days) else 0.1), (f"names alike: {names:.2f}",)

    def _pilot(self, one: Seen, other: Seen) -> Score:
        """A pilot is what it strengthens, where, and under which programme; what it is called varies."""
        sides = [self._neighbours(side) for side in (one, other)]
        shared = sorted(sides[0] & sides[1])
        if self._elsewhere(one, other):
            return 0.0, ()
        chains = [{link for link in side if link.startswith("STRENGTHENS>")} for side in sides]
        if all(chains) and not chains[0] & chains[1]:
            return 0.0, ()
        named, reasons = self._named(one, other)
        if chains[0] & chains[1] and all(map(self._places, (one, other))):
            return max(named, 0.95), tuple(f"both {link}" for link in shared[:4])
        if chains[0] & chains[1] and any(link.startswith("UNDER>") for link in shared):
            return max(named, 0.86), tuple(f"both {link}" for link in shared[:4])
        return named, reasons

    def _policy(self, one: Seen, other: Seen) -> Score:
        """Often only "the circular": then it is what its issuer says of the same."""
        named, reasons = self._named(one, other)
        shared = sorted(self._neighbours(one) & self._neighbours(other))
        about = [link for link in shared if link.startswith(("CONCERNS>", "SETS>"))]
        issued = any(link.startswith("ISSUED_BY>") for link in shared)
        nameless = any(
            not p.proper and len(p.concepts) < 2 for side in (one, other) for p in map(parsed, side.names[:1])
        )
        if issued and about and (nameless or named >= 0.6):
            return max(named, 0.93 if len(about) > 1 else 0.86), tuple(f"both {link}" for link in shared[:4])
        return named, reasons

    def _figure(self, one: Seen, other: Seen) -> Score:
        values = [_number(side.properties.get("value")) for side in (one, other)]
        if values[0] != values[1] or _differ(one, other, "period") or _differ(one, other, "rank"):
            return 0.0, ()
        units = [str(side.properties.get("unit", "")) for side in (one, other)]
        if units[0] != units[1] and any(unit.isupper() for unit in units):
            return 0.0, ()
        said = [
            parsed(f"{side.properties.get('indicator', '')} {unit}")
            for side, unit in zip((one, other), units, strict=True)
        ]
        words = [side.concepts | side.pieces for side in said]
        alike = len(words[0] & words[1]) / (len(words[0] | words[1]) or 1)
        period = one.properties.get("period") is not None and not _differ(one, other, "period", given=True)
        tied = sorted(
            link for link in self._neighbours(one) & self._neighbours(other) if not link.startswith("MEASURES>")
        )
        exact = _EXACT[min(_significant(values[0]), 4)]
        score = exact + 0.2 * alike + (0.08 if period else 0.0) + (0.1 if tied else 0.0)
        reasons = ("the same figure of the same", f"words alike: {alike:.2f}", *(f"both {link}" for link in tied[:2]))
        return min(score, 0.98), reasons


_EXACT = (0.4, 0.6, 0.76, 0.86, 0.88)  # how much a figure with so many significant digits tells by itself


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _significant(value: float | None) -> int:
    return len(f"{value:.6f}".rstrip("0").replace(".", "").strip("0")) if value is not None else 0


def _differ(one: Seen, other: Seen, name: str, *, given: bool = False) -> bool:
    """Whether two give a property differently; with `given` also where only one gives it."""
    said = [side.properties.get(name) for side in (one, other)]
    return said[0] != said[1] and (given or None not in said)
