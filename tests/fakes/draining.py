"""Reading a stream to its end, whatever the end is."""

from collections.abc import AsyncGenerator

from agent.models.port import StreamEvent


async def drain(
    events: AsyncGenerator[StreamEvent, None], seen: list[StreamEvent] | None = None
) -> list[StreamEvent]:
    """All events of a stream; `seen` holds those before a failure."""
    seen = [] if seen is None else seen
    async for event in events:
        seen.append(event)
    return seen
