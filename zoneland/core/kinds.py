"""What land is for, across class systems: the vocabulary that rules and map colours share.

A code means something only within its system (1001 is railway in the survey, industry in the
plan), so doors translate each code to a kind and everything after them reads kinds.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """Use of a piece of land."""

    INDUSTRY = "industry"
    STORAGE = "storage"
    MINING = "mining"
    RESEARCH = "research"
    BUSINESS = "business"
    COMMERCE = "commerce"
    RESIDENTIAL = "residential"
    PUBLIC = "public"
    UTILITIES = "utilities"
    TRANSPORT = "transport"
    GREEN = "green"
    SPECIAL = "special"
    BUILT_UP = "built_up"
    CROPLAND = "cropland"
    GARDEN = "garden"
    FOREST = "forest"
    GRASS = "grass"
    WETLAND = "wetland"
    WATER = "water"
    FARM_FACILITY = "farm_facility"
    VACANT = "vacant"
    SEA = "sea"
    OTHER = "other"
    RESERVED = "reserved"
    UNDECIDED = "undecided"
    UNKNOWN = "unknown"


UNSETTLED: Final = frozenset({Kind.RESERVED, Kind.UNDECIDED, Kind.UNKNOWN, Kind.BUILT_UP})
"""留白, a class too coarse or mixed, a code nobody knows, and what a satellite sees as built:
land that may or may not be industrial, so it widens a share's interval instead of counting for
either side."""
