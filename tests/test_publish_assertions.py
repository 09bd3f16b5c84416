"""Assertions in dataset.toml: read with the dataset, and what is wrong with one said with its line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

import loaders
from graph.assertions import Assertion
from graph.errors import DatasetError
from tests.broken_cases import DESCRIPTION
from tests.broken_datasets import write


def parsed(tmp_path: Path, text: str) -> tuple[Assertion, ...]:
    return loaders.parse(write(tmp_path / "mine", {"dataset.toml": DESCRIPTION + text})).dataset.assertions


def test_assertions_are_read(tmp_path: Path) -> None:
    text = '[[assertions]]\ntype = "Pilot"\nminimum = 6\n[[assertions]]\nrelation = "UNDER"\nmaximum = 0\nproperty = "since"\nfill = 1\n'
    assert parsed(tmp_path, text) == (
        Assertion("Pilot", minimum=6),
        Assertion("UNDER", maximum=0, property="since", fill=1.0),
    )


def test_what_ships_asserts_something() -> None:
    found = {one.dataset.id: one.dataset.assertions for one in map(loaders.parse, loaders.shipped())}
    assert all(found.values())
    assert all(Assertion.of_json(one.as_json()) == one for assertions in found.values() for one in assertions)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('type = "Pilots"\nminimum = 1', "11: type: expected an entity type, got 'Pilots'"),
        ('relation = "Pilot"\nminimum = 1', "11: relation: expected a relation type, got 'Pilot'"),
        ("minimum = 1", "10: type: expected one of type, an entity type, and relation, a relation type"),
        ('type = "Pilot"\nrelation = "UNDER"\nminimum = 1', "10: type: expected one of type, an entity type, and relation"),
        ('type = "Pilot"\nminimum = -1', "12: minimum: expected a whole number, 0 or more, got -1"),
        ('type = "Pilot"\nmaximum = 1.5', "12: maximum: expected a whole number, 0 or more, got 1.5"),
        ('type = "Pilot"\nmaximum = true', "12: maximum: expected a whole number, 0 or more, got True"),
        ('type = "Pilot"\nminimum = 3\nmaximum = 2', "13: maximum: expected no less than minimum, 3, got 2"),
        ('type = "Pilot"\nproperty = "batch"', "10: fill: is required: property and fill go together"),
        ('type = "Pilot"\nfill = 0.5', "10: property: is required: property and fill go together"),
        ('type = "Pilot"\nproperty = "level"\nfill = 0.5', "12: property: Pilot has no property 'level'"),
        ('type = "Pilot"\nproperty = "batch"\nfill = 50', "13: fill: expected a share from 0 to 1, got 50"),
        ('type = "Pilot"', "10: type: asserts nothing: give minimum, maximum, or property and fill"),
        ('type = "Pilot"\nminimum = 1\nleast = 1', "13: least: unknown key; known are type, relation, minimum, maximum, property, fill"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_one_is_said(tmp_path: Path, text: str, wanted: str) -> None:
    with pytest.raises(DatasetError) as error:
        parsed(tmp_path, f"[[assertions]]\n{text}\n")
    (said,) = str(error.value).replace(f"{tmp_path}/mine/dataset.toml:", "").splitlines()
    assert said.startswith(wanted), said


def test_assertions_are_tables(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"dataset.toml:1: assertions: expected tables \[\[assertions\]\]"):
        loaders.parse(write(tmp_path / "mine", {"dataset.toml": f"assertions = 1\n{DESCRIPTION}"}))
