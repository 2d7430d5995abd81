"""Numbers of ground, with their units and why they are what they are."""

UNITS_PER_TILE = 1024
"""Positions are integers: so many units to a tile, so that a replay matches to the bit."""

CHUNK_TILES = 32
"""The map is stored in squares of so many tiles: what a stroke of a brush changes, saves and sends anew."""

TILE_PIXELS = 16
"""Of a drawing."""

DISTANCE_FIELDS_BYTES = 16 * 2**20
"""Distance fields to destinations are remembered up to this, whatever the size of the map: four bytes a tile each."""

CROWD_MARGIN_TILES = 3
"""Where all spots of a place are taken, people stand in the open within this distance of it."""

ROOM_AROUND_A_PLACE = 12
"""So many stand there at most, nearest to the entrance."""
