"""A list put in order by points, and what each place of it gets.

Equal points share a rank, and with it the tier: where they lie across the border of two tiers, all
of them get the higher one. A tier has a share of the list, rounded down, and at least one place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from programs.definitions.route import Tier


@dataclass(frozen=True)
class Place:
    """The rank of one entry, counted from 1, and its tier."""

    rank: int
    tier: Tier


def places(
    scores: Sequence[Decimal], tiers: Sequence[Tier], figures: Mapping[str, Decimal]
) -> list[Place]:
    """The place of each score, in the order given."""
    first_at: dict[Decimal, int] = {}
    for rank, score in enumerate(sorted(scores, reverse=True), start=1):
        first_at.setdefault(score, rank)
    ends = _ends(len(scores), tiers, figures)
    return [_place(first_at[score], tiers, ends) for score in scores]


def _place(rank: int, tiers: Sequence[Tier], ends: Sequence[int]) -> Place:
    tier = next((t for t, end in zip(tiers, ends, strict=False) if rank <= end), tiers[-1])
    return Place(rank, tier)


def _ends(total: int, tiers: Sequence[Tier], figures: Mapping[str, Decimal]) -> list[int]:
    """The last rank of every tier but the last."""
    ends: list[int] = []
    share = Decimal(0)
    for tier in tiers:
        if tier.share:
            share += figures[tier.share]
            ends.append(max(int(total * share), len(ends) + 1))
    return ends
