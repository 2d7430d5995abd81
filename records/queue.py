"""What the queue's parts are called: who hands out work and who does it find each other by these names."""

URGENT, BACKGROUND = "everbrook:urgent", "everbrook:background"
"""A person waits for what is in the first."""

JOB = "perform_operation"

SEARCH_JOB = "search_memories"
"""Asked by the web (`web/searching.py`), which waits for its result: docs/adr/0014-inspector.md."""


def calling_channel(queue: str) -> str:
    """Where workers are called when something was put into a queue. A call may be lost: they look by themselves too."""
    return f"{queue}:called"
