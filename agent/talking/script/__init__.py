"""Talk without a model: composed from character, place, hour, the line before and what is remembered."""
