"""What days bring to the rules: plans are made and kept here, and followed by minds."""

from town.parts import Part

DAYS = Part(name="days")
