"""Who lives and answers in a benchmark's town: chosen by the same options as for `everbrook run`."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

import msgspec
from msgspec.structs import replace

from agent.asking.ability import Mind, ScriptedMind
from agent.asking.pens import Pen
from agent.asking.settings import SCRIPTED, VoiceSettings
from agent.interviewing.ability import INTERVIEW
from agent.models.gate import Chain
from agent.opening import open_minds
from agent.talking.ability import SAY
from bench.living import WORLD
from engine.pool import Pool
from engine.postgres import open_postgres_store
from everbrook.settings import Settings
from everbrook.voicing import checked_voice
from town.ids import OperationId, PlayerId
from town.settings import Speech
from town.talk.drafts import Draft


class Speakers(msgspec.Struct, frozen=True):
    """Who lives for the people, and who answers for them when they are interviewed."""

    mind: Mind
    interviewed: Mind


SCRIPT = Speakers(ScriptedMind(), ScriptedMind())


@asynccontextmanager
async def open_speakers(
    settings: Settings, database_url: str, pool: Pool, *, scripted_lives: bool = False
) -> AsyncGenerator[Speakers]:
    """The speakers of the world `WORLD`, which need not be founded yet. With `scripted_lives` a model only answers.

    Questions are asked and scored in English, and vectors made on this machine. Raises `StartError`.
    """
    chosen = await checked_voice(replace(settings, language="en", embedding="local"))
    if chosen.name == SCRIPTED:
        yield SCRIPT
        return
    async with (
        open_postgres_store(database_url) as store,
        open_minds(_interviewed(chosen), store, pool, _Unwatched(), SCRIPT.mind) as minds,
    ):
        mind = minds.mind_of(WORLD, Speech())
        yield Speakers(SCRIPT.mind if scripted_lives else mind, mind)


def _interviewed(settings: VoiceSettings) -> VoiceSettings:
    """Whoever talks answers interviews too."""
    chains: Mapping[str, Chain] = settings.chains
    talks = chains.get(SAY.name) or next(iter(chains.values()))
    return replace(settings, chains={**chains, INTERVIEW.name: talks})


class _Unwatched:
    """See `agent.asking.pens.Drafts`: nobody looks on."""

    @asynccontextmanager
    async def writing(self, world_id: str, player: PlayerId, operation: OperationId) -> AsyncGenerator[Pen]:
        """See `Drafts`."""
        del world_id
        yield Pen(Draft(player=player, operation=operation, uuid="", text=""))
