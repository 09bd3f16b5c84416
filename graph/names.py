"""How names are compared: one folding for what is stored, asked for and matched."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

_APOSTROPHES = str.maketrans("‘’ʼ", "'''")

NAMES = ("name_en", "name_zh", "name_fr")


def fold(text: str) -> str:
    """Case, width, white space and the form of apostrophes do not count: NFKC, case-folded, runs of white space as one."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).casefold().split())


def folded_names(properties: Mapping[str, object]) -> str:
    r"""All names and aliases folded into one text, each between line feeds.

    One text can be indexed for every kind of comparison: equal is containing `\nname\n`, starting is containing `\nname`.
    """
    said = [properties.get(name) for name in NAMES]
    aliases = properties.get("aliases")
    said.extend(aliases if isinstance(aliases, list) else ())
    names = sorted({fold(name) for name in said if isinstance(name, str)})
    return "\n" + "\n".join(names) + "\n" if names else ""
