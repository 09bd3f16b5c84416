"""The filters of bench/graphql_naive.py: as much of ours as its question needs."""

from __future__ import annotations

import strawberry


@strawberry.input
class IDIs:
    """An id."""

    eq: strawberry.ID


@strawberry.input
class PlaceWhere:
    """A place by its id."""

    id: IDIs


@strawberry.input
class PlaceFilter:
    """In some place."""

    some: PlaceWhere


@strawberry.input
class IntIs:
    """A number."""

    eq: int


@strawberry.input
class PilotWhere:
    """A pilot by its batch."""

    batch: IntIs


@strawberry.input
class StrengthenerWhere:
    """What strengthens."""

    pilot: PilotWhere


@strawberry.input
class StrengthenerFilter:
    """By something."""

    some: StrengthenerWhere


@strawberry.input
class ChainWhere:
    """A chain by what strengthens it."""

    strengthened_by: StrengthenerFilter


@strawberry.input
class MembershipWhere:
    """What it belongs to."""

    industrial_chain: ChainWhere


@strawberry.input
class MembershipFilter:
    """To something."""

    some: MembershipWhere


@strawberry.input
class EnterpriseWhere:
    """Which enterprises."""

    located_in: PlaceFilter
    member_of: MembershipFilter
