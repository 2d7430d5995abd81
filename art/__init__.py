"""The town's own art: drawn by a program, from a palette and a few rules, the same each time."""
