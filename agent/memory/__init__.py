"""The memory stream: what the people of a world notice and remember, and how they find it again."""
