"""The minds of villagers as the rules know them: what they decide, and what workers are asked on their behalf."""
