"""A second, tiny game on the same engine: counters that drift, can be pushed, and think now and then."""
