"""How much a property is tried: less in `make unit`, more in `make soak`.

The properties are the same in all three, so what is rare and slow cannot rot: it is tried a little each time.
"""

from collections.abc import Iterable

import pytest
from hypothesis import settings

PROFILES = {"unit": 10, "test": 100, "soak": 1_000}
"""How many examples each profile tries of a property that says nothing of its own. No test is timed."""


def load_profiles() -> None:
    """Make the profiles known by name; `test` is the one where none is chosen by `--hypothesis-profile`."""
    for name, examples in PROFILES.items():
        settings.register_profile(name, max_examples=examples, deadline=None)
    # Each night others are tried, also where CI has Hypothesis try the same ones always; a failure tells which.
    settings.register_profile("soak", settings.get_profile("soak"), derandomize=False, print_blob=True)
    settings.load_profile("test")


def tries(examples: int) -> int:
    """So many examples in `make test`, and in proportion under the profile that was chosen."""
    assert settings.default is not None, "load_profiles comes first"
    return max(1, examples * settings.default.max_examples // PROFILES["test"])


def seeds(quick: int, all_of_them: int) -> Iterable[object]:
    """Numbers for a test that is played from a seed: the first in `make test`, the rest in `make soak`."""
    return [
        *range(quick),
        *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(quick, all_of_them)),
    ]
