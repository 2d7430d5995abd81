"""Whether the model speaks just now, or why it does not."""

from __future__ import annotations

from agent.models.errors import ModelError


class Health:
    """The end of the latest call that tells: `reason` is empty when it went well, else the error's kind."""

    def __init__(self) -> None:
        self.reason = ""

    def succeeded(self) -> None:
        """A model answered."""
        self.reason = ""

    def failed(self, error: ModelError) -> None:
        """A call ended without an answer; one that failed for its own sake says nothing of the model."""
        if error.counts_against_model:
            self.reason = error.kind
