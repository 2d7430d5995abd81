"""The voice of a language model: prompts made of tasks, answers checked, and another voice when they fail."""
