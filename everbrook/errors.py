"""Errors that are told to a person at the terminal."""


class StartError(Exception):
    """Something outside the program is in the way: says the cause, and what to do about it."""

    def __init__(self, cause: str, remedy: str) -> None:
        super().__init__(f"{cause} {remedy}")
        self.cause = cause
        self.remedy = remedy
