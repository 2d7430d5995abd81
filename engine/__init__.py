"""A deterministic game engine: ticks, inputs, operations, history. It knows nothing of any one game."""
