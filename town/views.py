"""What of a world anybody may see."""

MAP_KINDS = frozenset({"ground", "chunks", "places", "buildings", "fixtures"})
"""Kinds of entities that make the map; all that there are of them have an address of their own."""

FRAME_KINDS = frozenset(
    {"clock", "settings", "walkers", "players", "people", "plans", "agents", "conversations", "objects"}
)
"""Kinds of the town's entities of which a full frame brings all."""

PUBLIC_KINDS = FRAME_KINDS | MAP_KINDS
"""Kinds of the town's entities of which viewers get each change (docs/WIRE.md). What a fork's parts add to them stands
in its `Rules.public`."""
