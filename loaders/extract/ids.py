"""Ids of entities that are not known: readable, and the same for the same name.

The ontology's form is the type in kebab case, a slash, and a key of [a-z0-9-]; Chinese is written in pinyin.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from graph.names import fold
from schema import ENTITIES

LONGEST_KEY = 90
_HAN = re.compile(r"[\u3400-\u9fff]+")
_RUN = re.compile(r"[^a-z0-9]+")


def new_id(type_: str, name: str) -> str:
    """The id of an entity of this type and name."""
    return f"{ENTITIES[type_].prefix()}/{key(name, person=type_ == 'Person')}"


def key(name: str, *, person: bool = False) -> str:
    """A name's key; a Chinese person's is surname-given, as in `cai-yijun`."""
    text = _HAN.sub(lambda found: f" {_pinyin(found[0], person)} ", fold(name).replace("'", ""))
    text = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("æ", "ae").replace("ß", "ss"))
    made = _RUN.sub("-", "".join(c for c in text if not unicodedata.combining(c))).strip("-")
    digest = hashlib.blake2b(fold(name).encode(), digest_size=4).hexdigest()
    if not made:
        return digest
    return made if len(made) <= LONGEST_KEY else f"{made[: LONGEST_KEY - 9].rstrip('-')}-{digest}"


def _pinyin(han: str, person: bool) -> str:
    from pypinyin import lazy_pinyin  # a third of a second to import, and only new Chinese names need it

    syllables = lazy_pinyin(han, errors="ignore", v_to_u=False)
    return f"{syllables[0]}-{''.join(syllables[1:])}" if person and len(syllables) > 1 else "-".join(syllables)
