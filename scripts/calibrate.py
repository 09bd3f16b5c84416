"""Count how often each rule of extraction is right in the annotated texts: loaders/extract/lexicon/confidence.toml.

python -m scripts.calibrate            print the reliability table, by documents left out one at a time
python -m scripts.calibrate --write    write the file, and the table into docs/extraction.md

The texts are those of tests/extract_texts. A document left out is predicted from the counts of all others, so no relation
is judged by itself; relations of the same text stay together.
"""

from __future__ import annotations

import argparse
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from loaders.extract.confidence import FILE, Counts
from loaders.extract.result import Statement
from tests.annotated import CASES, judged

DOCS = Path(__file__).resolve().parent.parent / "docs" / "extraction.md"
BEGIN, END = "<!-- reliability: written by scripts/calibrate.py -->", "<!-- /reliability -->"
# Cases that the author's expectation counts for. Many, because the texts helped to write the rules: new texts had 0.71 to
# 0.92 of their relations right when they were first run, these have 0.95.
WEIGHT = 60.0
BINS = (0.0, 0.8, 0.85, 0.9, 0.95, 1.0)
HEADER = """# How often each rule was right in the annotated texts: [right, cases]. Written by scripts/calibrate.py; how it is used
# says loaders/extract/confidence.py.
"""

Judged = Sequence[tuple[Statement, bool]]


def judgements() -> dict[str, Judged]:
    """Text -> its relations that the annotations judge."""
    return {stem: list(judged(stem)) for stem in CASES}


def count(texts: Iterable[Judged]) -> Counts:
    """The counts of some texts."""
    everything = [one for text in texts for one in text]
    predicates: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    rules: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for one, right in everything:
        for pair in (predicates[one.predicate], rules[one.method, one.predicate]):
            pair[0] += right
            pair[1] += 1
    bare = Counts(
        WEIGHT,
        {name: (pair[0], pair[1]) for name, pair in predicates.items()},
        {name: (pair[0], pair[1]) for name, pair in rules.items()},
        {},
    )
    return Counts(bare.weight, bare.predicates, bare.rules, _marks(everything, bare))


def _marks(everything: Judged, bare: Counts) -> dict[str, float]:
    """What a mark takes off: right relations that bear it against those that their rules alone let expect."""
    right: Counter[str] = Counter()
    expected: dict[str, float] = defaultdict(float)
    for one, hit in everything:
        for mark in one.marks:
            right[mark] += hit
            expected[mark] += bare.of_rule(one.method, one.predicate, one.prior)
    drawn = {mark: (right[mark] + WEIGHT * 0.9) / (expected[mark] + WEIGHT) for mark in expected}
    return {mark: round(min(1.0, factor), 3) for mark, factor in sorted(drawn.items())}


def as_toml(counts: Counts) -> str:
    """The file's text."""
    lines = [HEADER, f"weight = {counts.weight:g}", "", "[marks]"]
    lines += [f"{mark} = {factor}" for mark, factor in counts.marks.items()]
    lines += ["", "[predicates]"]
    lines += [f"{name} = [{right}, {cases}]" for name, (right, cases) in sorted(counts.predicates.items())]
    lines += ["", "[rules]"]
    lines += [f"{rule}.{name} = [{pair[0]}, {pair[1]}]" for (rule, name), pair in sorted(counts.rules.items())]
    return "\n".join(lines) + "\n"


def reliability(texts: Mapping[str, Judged]) -> str:
    """The table: predicted confidence against how many were right, each text predicted from the others."""
    cases: dict[float, list[tuple[float, bool]]] = defaultdict(list)
    for stem, own in texts.items():
        others = count(text for other, text in texts.items() if other != stem)
        for one, right in own:
            sure = others.confidence(one.method, one.predicate, one.prior, one.marks)
            cases[max(low for low in BINS[:-1] if low <= sure)].append((sure, right))
    rows = ["| Confidence | Relations | Mean confidence | Right |", "|---|---|---|---|"]
    everything: list[tuple[float, bool]] = []
    for low, high in itertools.pairwise(BINS):
        if cases[low]:
            rows.append(_row(f"{low:.2f} to {high:.2f}", cases[low]))
            everything += cases[low]
    return "\n".join([*rows, _row("all", everything)])


def _row(name: str, cases: Sequence[tuple[float, bool]]) -> str:
    mean = sum(sure for sure, _ in cases) / len(cases)
    return f"| {name} | {len(cases)} | {mean:.2f} | {sum(right for _, right in cases) / len(cases):.2f} |"


def documented(table: str) -> str:
    """docs/extraction.md with the table in its place."""
    said = DOCS.read_text(encoding="utf-8")
    before, _, rest = said.partition(BEGIN)
    return f"{before}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}"


def main() -> None:
    """Count, print, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    texts = judgements()
    table = reliability(texts)
    print(table)
    if arguments.write:
        FILE.write_text(as_toml(count(texts.values())), encoding="utf-8")
        DOCS.write_text(documented(table), encoding="utf-8")


if __name__ == "__main__":
    main()
