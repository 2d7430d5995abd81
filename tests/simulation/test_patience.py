"""At 64 times real time a visitor has as much of their own time as at any other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from engine.clock import ManualClock
from engine.game import Ok
from engine.inputs import ANYONE, Request
from engine.leases import Holder
from engine.memory_store import MemoryStore
from engine.operations import Operation
from engine.runner import Runner
from town.bodies.inputs import move_to
from town.founding import new_world
from town.owner.time import pause, set_speed
from town.people.constants import IDLE_HUMAN_LEAVES_MS
from town.people.inputs import join
from town.rules import TOWN
from town.talk.constants import INVITE_LAPSES_MS
from town.talk.inputs import start_conversation
from town.world import World


class Nobody:
    """A dispatcher that hands nothing out."""

    async def dispatch(self, world_id: str, operations: Sequence[Operation]) -> None:
        pass


class FastTown:
    """The hollow under the real runner at 64 times real time, on a clock turned by hand."""

    def __init__(self) -> None:
        self.store, self.clock = MemoryStore(), ManualClock(1)
        self.runner: Runner[World] = Runner(
            "w", TOWN, self.store, generation=1, dispatcher=Nobody(), clock=self.clock
        )

    async def begin(self) -> None:
        await self.store.create_world(
            new_world("w", "Fast", "hollow", seed=1, owner_key_hash=b"", rules=TOWN)
        )
        assert await self.store.take("w", Holder.of("test", TOWN)) == 1
        await self.send(set_speed.request(speed_permille=64_000))

    async def send(self, request: Request) -> Any:
        number = await self.store.send("w", request, actor=ANYONE)
        await self.runner.turn_safely()
        answer = await self.store.answer("w", number)
        assert answer is not None
        assert isinstance(answer.outcome, Ok), answer.outcome
        return msgspec.json.decode(answer.outcome.value)

    async def wall_ms(self, ms: int) -> None:
        for _ in range(ms // 100):
            self.clock.advance(100)
            await self.runner.turn_safely()
        await self.runner.turn_safely()

    async def there(self, kind: str) -> set[str]:
        loaded = await self.store.load("w", [kind])
        return {entity.id for entity in loaded.entities}


async def test_an_idle_visitor_stays_for_five_minutes_of_their_own() -> None:
    town = FastTown()
    await town.begin()
    ada = await town.send(join.request(name="Ada", character="look-01"))
    await town.wall_ms(IDLE_HUMAN_LEAVES_MS - 1000)
    assert ada in await town.there("players")
    await town.send(move_to.request(player=ada, destination=None))
    await town.wall_ms(2000)
    assert ada in await town.there("players"), "who does something is not idle"
    await town.wall_ms(IDLE_HUMAN_LEAVES_MS)
    assert ada not in await town.there("players")


async def test_an_invitation_lies_on_the_screen_for_a_minute_also_while_the_world_is_paused() -> None:
    town = FastTown()
    await town.begin()
    ada = await town.send(join.request(name="Ada", character="look-01"))
    bo = await town.send(join.request(name="Bo", character="look-02"))
    await town.send(pause.request())
    talk = await town.send(start_conversation.request(player=ada, invitee=bo))
    await town.wall_ms(INVITE_LAPSES_MS - 1000)
    assert talk in await town.there("conversations")
    await town.wall_ms(2000)
    assert talk not in await town.there("conversations")
