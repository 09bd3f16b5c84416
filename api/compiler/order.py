"""Orders and keyset cursors: a cursor is the values of the order's keys in one row, so it stays right when rows come and go."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from dataclasses import dataclass
from functools import partial
from typing import Any

from api.compiler.given import Given
from api.compiler.row import Found
from api.compiler.text import Moment, Text
from api.errors import user_error
from api.links import Link, links, own_properties
from schema import STATEMENT

_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Key:
    """One key of an order: a Cypher expression and its direction; `total` where no two rows share it and none lacks it."""

    expression: str
    descending: bool = False
    total: bool = False


def name_of(variable: str, language: str = "EN") -> str:
    """The name in a language, or what stands for it: English, Chinese, French, a document's title, an indicator, the id."""
    first = {"EN": (), "ZH": ("name_zh",), "FR": ("name_fr",)}[language]
    order = dict.fromkeys((*first, "name_en", "name_zh", "name_fr", "title", "indicator", "id"))
    return f"coalesce({', '.join(f'{variable}.{name}' for name in order)})"


def keys(
    text: Text,
    given: Given | None,
    owner: str,
    node: str,
    link: Link | None,
    edge: str | None,
    moment: Moment,
    first: tuple[str, ...] = (),
) -> list[Key]:
    """The keys of an `orderBy`, or those of `first`, the largest first; after them those that leave no choice: the node's
    id, the relation's.
    """
    found = [] if given and given.items else [Key(expression, descending=True) for expression in first]
    for item in given.items if given else ():
        for name, direction in item.keys.items():
            if direction.null:
                continue
            if name == "edge":
                assert link is not None
                assert edge is not None
                fields = {p.field: p.name for p in (*link.relation.properties.values(), *STATEMENT.values())}
                found += [
                    Key(f"{edge}.{fields[key]}", text.fix(member) == "DESC")
                    for key, member in direction.keys.items()
                    if not member.null
                ]
            elif name == "score" and first:
                found.append(Key(first[0], text.fix(direction) == "DESC"))
            elif name in (reachable := links(owner)):
                found += _counted(text, reachable[name], node, direction, moment)
            else:
                found.append(_entity_key(owner, node, name, text.fix(direction) == "DESC"))
    found.append(Key(f"{node}.id", total=True))
    if edge:
        found.append(Key(f"{edge}.id", total=True))
    return found


def _entity_key(owner: str, node: str, name: str, descending: bool) -> Key:
    if name == "id":
        return Key(f"{node}.id", descending, total=True)
    if name == "name":
        return Key(name_of(node), descending)
    fields = {p.field: p.name for p in (*own_properties(owner).properties.values(), *STATEMENT.values())}
    return Key(f"{node}.{fields[name]}", descending)


def _counted(text: Text, link: Link, node: str, given: Given, moment: Moment) -> list[Key]:
    """A key for how many relations there are: never null, and not the same for no two rows."""
    found: list[Key] = []
    for direction in given.keys.values():
        if not direction.null:
            edge, far = text.variable("r"), text.variable("n")
            holds = f"{moment.holds(edge)} AND {moment.holds(far)}"
            counted = f"COUNT {{ MATCH {link.pattern(node, edge, far)} WHERE {holds} }}"
            found.append(Key(counted, text.fix(direction) == "DESC"))
    return found


def by_id(
    text: Text, found: Found, link: Link, owner: str, edge: str, order: list[Key], cursor: Given | None
) -> tuple[str, str]:
    """The relations of `owner` behind the cursor in the order of the far ends' ids, and the ORDER BY clause.

    Those that go out of an entity are few, and sorting them is cheaper than another index.
    """
    if not link.forward:
        return _by_ends(text, found, link, owner, edge, order, cursor)
    return found.cypher(*([after(text, order, cursor)] if cursor else [])), order_by(order)


def _by_ends(
    text: Text, found: Found, link: Link, owner: str, edge: str, order: list[Key], cursor: Given | None
) -> tuple[str, str]:
    """The relations that end at `owner`, in the order of their subjects' ids, and the ORDER BY clause.

    They come from the index of both ends (graph/indexes.py) in that order, so that a page costs what is on it, however
    many relations there are; sorting them would read them all.
    """
    hint = f" USING INDEX {edge}:{link.relation.__name__}(_o, _s)"
    end = f"{edge}._o = {owner}.id"
    if cursor:
        subject, relation = (text.value(cursor, partial(_key, signature(order), 2, i)) for i in range(2))
        start = [f"{edge}._s >= {subject}", f"({edge}._s > {subject} OR {edge}.id > {relation})"]
    else:
        start = [f"{edge}._s > ''"]
    return found.cypher(end, *start, hint=hint), f"ORDER BY {edge}._o, {edge}._s, {edge}.id"


def order_by(order: list[Key]) -> str:
    """The ORDER BY clause."""
    return "ORDER BY " + ", ".join(key.expression + (" DESC" if key.descending else "") for key in order)


def after(text: Text, order: list[Key], cursor: Given) -> str:
    """The predicate that a row comes after the cursor. Nulls stand last in ascending order, as Cypher has them."""
    count = len(order)
    values = [text.value(cursor, partial(_key, signature(order), count, i)) for i in range(count)]
    alternatives: list[str] = []
    equal: list[str] = []
    for key, value in zip(order, values, strict=True):
        alternatives.append(" AND ".join([*equal, _later(key, value)]))
        equal.append(
            f"{key.expression} = {value}"
            if key.total
            else f"({key.expression} = {value} OR ({key.expression} IS NULL AND {value} IS NULL))"
        )
    return f"({' OR '.join(f'({alternative})' for alternative in alternatives)})" if count > 1 else alternatives[0]


def signature(order: list[Key]) -> str:
    """What tells cursors of one order from those of another: a hash of its keys, whatever their variables are called."""
    said = ";".join(f"{_NUMBERS.sub('', key.expression)} {key.descending}" for key in order)
    return hashlib.blake2b(said.encode(), digest_size=3).hexdigest()


def _key(signed: str, count: int, index: int, cursor: str) -> Any:
    return decode(cursor, signed, count)[index]


def _later(key: Key, value: str) -> str:
    sign = "<" if key.descending else ">"
    if key.total:
        return f"{key.expression} {sign} {value}"
    if key.descending:
        return f"({key.expression} < {value} OR ({value} IS NULL AND {key.expression} IS NOT NULL))"
    return f"({key.expression} > {value} OR ({value} IS NOT NULL AND {key.expression} IS NULL))"


def encode(signed: str, values: list[Any]) -> str:
    """A cursor: base64url of the order's signature and the keys as JSON; opaque to clients."""
    said = json.dumps([signed, *values], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def decode(cursor: str, signed: str, count: int) -> list[Any]:
    """The keys in a cursor; a GraphQL error where it is not one of this list's."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error):
        values = None
    if (
        not isinstance(values, list)
        or len(values) != count + 1
        or values[0] != signed
        or not all(v is None or isinstance(v, str | int | float) for v in values)
    ):
        raise user_error(
            f"after: {cursor[:60]!r} is not a cursor of this list; take one from `pageInfo` or `edges` of the same list in the same order"
        )
    return values[1:]
