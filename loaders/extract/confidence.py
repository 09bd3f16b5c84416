"""How sure a relation is: what the annotated texts show of its rule, drawn towards what the rule's author expects.

    predicate   p = (weight x prior + right of the predicate) / (weight + cases of the predicate)
    rule        r = (weight x p + right of the rule) / (weight + cases of the rule)
    relation    r x the factor of each mark that it bears (planned, anaphor, headline), at most HIGHEST

Beta-binomial smoothing (Gelman et al., Bayesian Data Analysis, section 2.4), twice: a rule that the texts never try has
its predicate's value, a rule tried often its own. scripts/calibrate.py counts and writes lexicon/confidence.toml; the
prior is the rule's `confidence` in the lexicon.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from loaders.extract.lexicon import FOLDER

HIGHEST = 0.97  # no rule is certain
FILE = FOLDER / "confidence.toml"


@dataclass(frozen=True, slots=True)
class Counts:
    """(right, cases) per predicate and per rule and predicate, and the factor of each mark."""

    weight: float
    predicates: Mapping[str, tuple[int, int]]
    rules: Mapping[tuple[str, str], tuple[int, int]]
    marks: Mapping[str, float]

    def of_rule(self, rule: str, predicate: str, prior: float) -> float:
        """How often the rule is right, without marks."""
        return self._drawn(self.rules.get((rule, predicate)), self._drawn(self.predicates.get(predicate), prior))

    def _drawn(self, counted: tuple[int, int] | None, prior: float) -> float:
        right, cases = counted or (0, 0)
        return (self.weight * prior + right) / (self.weight + cases)

    def confidence(self, rule: str, predicate: str, prior: float, marks: Iterable[str]) -> float:
        """How sure a relation is, in hundredths."""
        sure = self.of_rule(rule, predicate, prior)
        for mark in marks:
            sure *= self.marks.get(mark, 1.0)
        return round(min(sure, HIGHEST), 2)


@cache
def counts() -> Counts:
    """What lexicon/confidence.toml says."""
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    rules = {
        (rule, predicate): (pair[0], pair[1])
        for rule, predicates in said["rules"].items()
        for predicate, pair in predicates.items()
    }
    predicates = {name: (pair[0], pair[1]) for name, pair in said["predicates"].items()}
    return Counts(said["weight"], predicates, rules, said["marks"])
