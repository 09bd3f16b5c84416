"""Write every committed file that derives from the ontology: python scripts/derive.py."""

from __future__ import annotations

from pathlib import Path

from api.types import sdl
from schema.derive import derived

ROOT = Path(__file__).resolve().parent.parent


def files() -> dict[str, str]:
    """Path in the repository -> text."""
    return {**derived(), "schema/derived/schema.graphql": sdl()}


if __name__ == "__main__":
    for path, text in files().items():
        target = ROOT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        print(path)
