"""How long a server asks callers to wait, in any of the forms in which servers say it."""

import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

LONGEST_MS = 3_600_000
UNITS_MS = {"ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000}
SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h)(?![a-z])", re.IGNORECASE)
IN_WORDS = re.compile(
    r"(?:try again|retry|wait|available)\D{0,30}?((?:\d+(?:\.\d+)?\s*(?:ms|s|m|h)(?:ec\w*|in\w*|our\w*)?\s*)+)",
    re.IGNORECASE,
)
RETRY_DELAY = re.compile(r'"retryDelay"\s*:\s*"([^"]+)"')
RESETS = ("x-ratelimit-reset-requests", "x-ratelimit-reset-tokens", "ratelimit-reset", "x-ratelimit-reset")


def retry_after_ms(headers: Mapping[str, str], text: str) -> int:
    """The wait that headers or else words ask for; 0 where they ask for none."""
    exact = _number(headers.get("retry-after-ms", ""))
    if exact is not None:
        return _bounded(exact)
    said = headers.get("retry-after", "").strip()
    seconds = _number(said)
    if seconds is not None:
        return _bounded(1_000 * seconds)
    if said:
        return _bounded(_until_date(said, headers.get("date", "")) or _span(said))
    for pattern in (RETRY_DELAY, IN_WORDS):
        found = pattern.search(text)
        if found:
            return _bounded(_span(re.sub(r"(?<=\d)\s*(ms|s|m|h)[a-z]*", r"\1", found[1])))
    return max((_bounded(_span(headers.get(name, ""))) for name in RESETS), default=0)


def _number(said: str) -> float | None:
    try:
        return float(said)
    except ValueError:
        return None


def _until_date(said: str, now: str) -> float:
    """The span until a date, by the server's own clock, which it tells with its answer."""
    try:
        return 1_000 * (parsedate_to_datetime(said).timestamp() - parsedate_to_datetime(now).timestamp())
    except (ValueError, OverflowError, OSError):
        return 0.0


def _span(said: str) -> float:
    return sum(float(number) * UNITS_MS[unit.lower()] for number, unit in SPAN.findall(said))


def _bounded(span_ms: float) -> int:
    return int(min(max(0.0, span_ms), LONGEST_MS)) if span_ms == span_ms else 0  # noqa: PLR0124 - NaN alone differs
