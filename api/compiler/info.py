"""`pageInfo`, of every kind of list."""

from __future__ import annotations

from api.compiler.fields import Operation, Selected

_ENDS = {"startCursor": ":1", "endCursor": "-1:"}


def page_info(
    operation: Operation, selected: Selected, *, rows: str, size: str, row: str, cursor: str, begun: bool
) -> str:
    """The Python expression of `pageInfo`.

    All given are Python expressions: `rows`, those of the page and one more where there is one; `size`, how many a page
    holds; `cursor`, that of a `row`. `begun` tells whether the page was asked for by a cursor.
    """
    ends = {name: f"next(({cursor} for {row} in {rows}[:{size}][{end}]), None)" for name, end in _ENDS.items()}
    values = {
        "__typename": "'PageInfo'",
        "hasNextPage": f"len({rows}) > {size}",
        "hasPreviousPage": repr(begun),
        **ends,
    }
    fields = operation.fields("PageInfo", selected.inner)
    return f"{{{', '.join(f'{field.key!r}: {values[field.name]}' for field in fields)}}}"
