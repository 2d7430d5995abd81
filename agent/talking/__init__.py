"""The next thing to say."""
