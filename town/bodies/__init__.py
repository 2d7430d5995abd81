"""Bodies on tiles: how they walk, wait for each other, and where they look."""
