"""How long a server asks callers to wait is read in every form in which servers say it."""

import pytest

from agent.models.retry_after import LONGEST_MS, retry_after_ms

NOW = "Wed, 04 Nov 2026 10:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "text", "wait_ms"),
    [
        ({}, "", 0),
        ({"retry-after": "1.5"}, "", 1_500),
        ({"retry-after": " 2 "}, "", 2_000),
        ({"retry-after": "3s"}, "", 3_000),
        ({"retry-after-ms": "250", "retry-after": "9"}, "", 250),
        ({"retry-after": "Wed, 04 Nov 2026 10:00:07 GMT", "date": NOW}, "", 7_000),
        ({"retry-after": "Wed, 04 Nov 2026 09:00:00 GMT", "date": NOW}, "", 0),
        ({"retry-after": "Wed, 04 Nov 2026 10:00:07 GMT"}, "", 0),
        ({"retry-after": "soon"}, "", 0),
        ({"retry-after": "-3"}, "", 0),
        ({"retry-after": "nan"}, "", 0),
        ({"retry-after": "inf"}, "", LONGEST_MS),
        ({}, "Please try again in 1.2s.", 1_200),
        ({}, "Please try again in 6m0s.", 360_000),
        ({}, "Please retry after 20 seconds.", 20_000),
        ({}, "Please try again in 35ms.", 35),
        ({}, '{"error": {"details": [{"retryDelay": "34s"}]}}', 34_000),
        ({"x-ratelimit-reset-requests": "1s", "x-ratelimit-reset-tokens": "6m0s"}, "", 360_000),
    ],
)
def test_reads_the_wait(headers: dict[str, str], text: str, wait_ms: int) -> None:
    assert retry_after_ms(headers, text) == wait_ms
