"""The ground: the map, its places, and ways over it."""
