"""What of a world anybody may see."""

PUBLIC_KINDS = frozenset(
    {"clock", "settings", "walkers", "players", "people", "plans", "agents", "conversations", "objects"}
)
"""Kinds of entities that viewers get (docs/WIRE.md); the map has an address of its own."""
