"""What the rules cost: processor time for each simulated second of a living town.

Run as `python -m bench.engine`. Operations are answered at once by rules (tests/minds.py), so that nothing is
measured but the engine: systems, routes, history, diff and hash. AI Town's figures beside are of its own engine
without its database, on the same kind of machine.
"""

from __future__ import annotations

import platform
import statistics
import time

from engine.game import DueInput, Game, Step
from tests.minds import answer
from tests.towns import villager
from town.founding import found_world
from town.ground.maps import load_map
from town.people.constants import MOST_HUMANS
from town.rules import TOWN
from town.settings import Settings
from town.world import World

AI_TOWN_MS = {8: 2.6, 50: 31.0, 200: 220.0}
REACH_MS = {8: 2.5, 50: 15.0, 200: 60.0}
WARM_UP_SECONDS = 60
SECONDS = 120
RUNS = 3
TICKS_PER_STEP = 60


def main() -> None:
    """Print the table."""
    print(f"{platform.machine()}, Python {platform.python_version()}; median of {RUNS} runs\n")
    print("| people | ms a simulated second | to reach | AI Town | walking | talking | history bytes/s |")
    print("|---|---|---|---|---|---|---|")
    for people, reach in REACH_MS.items():
        runs = [measure(people, seed, SECONDS) for seed in range(RUNS)]
        cost, walking, talking, history = (statistics.median(column) for column in zip(*runs, strict=True))
        print(
            f"| {people} | {cost:.2f} | {reach} | {AI_TOWN_MS[people]} "
            f"| {walking:.0f} | {talking:.0f} | {history:.0f} |"
        )


def measure(people: int, seed: int, seconds: int) -> tuple[float, float, float, float]:
    """CPU ms, walkers, talkers and packed history bytes, each for a simulated second on average."""
    game = Game(TOWN, living_town(people, seed))
    step = game.step(0, [])
    for _ in range(WARM_UP_SECONDS):
        step = advance(game, step)
    walking = talking = history = 0
    began = time.process_time()
    for _ in range(seconds):
        step = advance(game, step)
        walking += int((game.world.walkers["speed"] > 0).sum())
        talking += 2 * len(game.world.conversations)
        history += len(step.history)
    cost_ms = (time.process_time() - began) * 1000
    return cost_ms / seconds, walking / seconds, talking / seconds, history / seconds


def advance(game: Game[World], last: Step) -> Step:
    """One second, with the answers to the operations that the last one asked for."""
    requests = [answer(operation) for operation in last.operations]
    due = [
        DueInput(game.last_input + 1 + index, game.next_tick, request.name, request.args)
        for index, request in enumerate(requests)
    ]
    return game.step(game.next_tick + TICKS_PER_STEP, due)


def living_town(people: int, seed: int) -> World:
    """The default map with villagers who have homes and an empty day."""
    map_ = load_map("brook")
    homes = [place.id for place in map_.places if place.kind == "home"]
    villagers = [villager(number, homes[number % len(homes)]) for number in range(people)]
    settings = Settings(template="bench", most_humans=MOST_HUMANS)
    return found_world(map_, seed, settings, villagers, rules=TOWN)


if __name__ == "__main__":
    main()
