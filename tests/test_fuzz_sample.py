"""A thousand of what bench/fuzz.py sends: no answer is a fault of the server's, and nothing is written."""

from __future__ import annotations

from bench.fuzz import fuzz
from graph.settings import Settings
from tests.conftest import Graph


def test_a_sample_of_the_fuzz_run(shipped: Graph) -> None:
    report = shipped.run(fuzz(shipped.database, Settings.read({}, query_timeout=60), seed=7, count=1000))
    assert report.outcomes.total() == 1000
    assert not report.faults, str(report)
    sorts = {outcome.split()[0] for outcome in report.outcomes}
    assert sorts == {"valid", "changed", "variables", "hostile", "http"}
    assert sum(count for outcome, count in report.outcomes.items() if outcome.endswith("data")) > 300
