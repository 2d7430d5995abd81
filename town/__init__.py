"""The rules of the town: pure functions over its world."""
