"""How a day is spent."""
