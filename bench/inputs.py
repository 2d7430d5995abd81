"""From a POST to its result: `python -m bench.inputs`.

A visitor of a living town of 25 sends `moveTo` with `?wait=`, one after the other, with pauses of up to a
fifth of a second as a person has. AI Town's figure is of its engine alone, without network or database.
"""

from __future__ import annotations

import random
import statistics
import time

import httpx

from bench.running import running_town

TRIES = 500
LONGEST_PAUSE_S = 0.2
SETTLE_S = 20.0


def main() -> None:
    """Print the table."""
    with running_town() as address, httpx.Client(base_url=address, timeout=30) as client:
        world = client.get("/api/worlds").json()[0]["id"]
        time.sleep(SETTLE_S)
        times_ms = _measure(client, f"/api/worlds/{world}")
    hundredths = statistics.quantiles(times_ms, n=100)
    print("| POST of a moveTo to its result | median ms | 99th ms |")
    print("|---|---|---|")
    print(f"| 25 agents living, {TRIES} tries | {hundredths[49]:.1f} | {hundredths[98]:.1f} |")
    print("| to reach | 30 | 100 |")
    print("| AI Town, its engine alone | 506 | 994 |")


def _measure(client: httpx.Client, world: str) -> list[float]:
    chance = random.Random(1)
    me = client.post(f"{world}/players", json={"name": "Visitor", "character": "look-30"}).json()
    headers = {"Authorization": f"Bearer {me['key']}"}
    times_ms: list[float] = []
    for _ in range(TRIES):
        time.sleep(chance.uniform(0, LONGEST_PAUSE_S))
        tile = {"x": chance.randrange(26, 38), "y": chance.randrange(20, 27)}
        body = {"name": "moveTo", "args": {"player": me["id"], "destination": tile}}
        began = time.perf_counter()
        response = client.post(f"{world}/inputs?wait=10", json=body, headers=headers)
        times_ms.append((time.perf_counter() - began) * 1000)
        assert response.status_code == 200, response.text
    return times_ms


if __name__ == "__main__":
    main()
