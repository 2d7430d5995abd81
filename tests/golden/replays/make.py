"""Records a short life of the hollow: `python -m tests.golden.replays.make`.

A change of the recorded hashes means that the same inputs now give another life: worlds that were made
before no longer replay. Record anew only when that is meant, and say so in CHANGELOG.md.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from engine.game import DueInput, Game, Ok
from engine.inputs import Request
from engine.operations import Operation
from tests.golden.replays.life import HERE, Life, Recorded, new_game
from tests.minds import answer
from tests.saying import words
from town.bodies.inputs import move_to
from town.doings.inputs import begin_activity
from town.ground.geometry import Tile
from town.ids import PlayerId
from town.owner.time import pause, resume, set_speed
from town.people.inputs import join, leave
from town.talk.inputs import finish_sending_message, leave_conversation, start_conversation
from town.world import World

TEMPLATE, SEED = "hollow", 11
SECONDS = 240
STEP_TICKS = 60
HASH_EACH_STEPS = 10
MIND_LATENCY_STEPS = 2


class Recorder:
    """Plays a life second by second and keeps what was put into it."""

    def __init__(self) -> None:
        self.game: Game[World] = new_game(TEMPLATE, SEED)
        self.inputs: list[Recorded] = []
        self.hashes: list[tuple[int, str]] = []
        self._asked: list[list[Operation]] = [[] for _ in range(MIND_LATENCY_STEPS)]

    def second(self, requests: list[Request]) -> list[object]:
        """One step, with what people do in it; returns what they were answered."""
        reports = [answer(operation) for operation in self._asked.pop(0)]
        tick = self.game.next_tick + 7
        due = [
            DueInput(len(self.inputs) + place, tick, request.name, request.args)
            for place, request in enumerate(requests + reports, 1)
        ]
        self.inputs += [Recorded(d.tick, d.name, d.args) for d in due]
        step = self.game.step(self.game.next_tick + STEP_TICKS, due)
        self._asked.append(list(step.operations))
        if self.game.next_tick % (STEP_TICKS * HASH_EACH_STEPS) == 0:
            self.hashes.append((self.game.next_tick, step.state_hash))
        outcomes = [a.outcome for a in step.answers[: len(requests)]]
        return [msgspec.json.decode(o.value) if isinstance(o, Ok) else None for o in outcomes]


def record() -> Life:
    """A visitor comes, walks about, is busy, talks with whoever will, and leaves, while the hollow lives."""
    recorder = Recorder()
    (visitor,) = recorder.second([join.request(name="Visitor", character="look-01")])
    assert isinstance(visitor, str)
    visitor = PlayerId(visitor)
    agents = sorted(id_ for id_, player in recorder.game.world.players.items() if not player.human)
    for second in range(1, SECONDS):
        recorder.second(_visitor_does(second, visitor, agents, recorder.game.world))
    return Life(TEMPLATE, SEED, tuple(recorder.inputs), tuple(recorder.hashes))


def _visitor_does(second: int, visitor: PlayerId, agents: list[PlayerId], world: World) -> list[Request]:
    if second == SECONDS - 20:
        return [leave.request(player=visitor)]
    if visitor not in world.players or second % 3:
        return []
    talk = world.players[visitor].conversation
    if talk is None:
        return _alone(second, visitor, agents, world)
    if second % 40 == 0:
        return [leave_conversation.request(player=visitor, conversation=talk)]
    return [
        pause.request(),
        finish_sending_message.request(
            player=visitor,
            conversation=talk,
            message_uuid=f"v{second}",
            text=words(f"Second {second}, «so» — 🙂"),
        ),
        resume.request(),
    ]


def _alone(second: int, visitor: PlayerId, agents: list[PlayerId], world: World) -> list[Request]:
    place = world.map.place_at(world.tile_of(visitor))
    if place is not None and second % 4:
        pastime = place.activities[second % len(place.activities)]
        return [begin_activity.request(player=visitor, place=place.id, activity=pastime.id)]
    if second % 2:
        return [start_conversation.request(player=visitor, invitee=agents[second % len(agents)])]
    tile = Tile(second * 7 % world.map.width, second * 5 % world.map.height)
    return [
        move_to.request(player=visitor, destination=tile),
        set_speed.request(speed_permille=1000 + second),
    ]


def main(folder: Path = HERE) -> None:
    """Write the file."""
    (folder / f"{TEMPLATE}.json").write_bytes(msgspec.json.encode(record()))


if __name__ == "__main__":
    main()
