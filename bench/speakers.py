"""Who lives and answers in a benchmark's town: chosen by the same options as for `everbrook run`."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

import asyncpg
import msgspec
from msgspec.structs import replace

from agent.drafts import Pen
from agent.interviewing import Interviewee
from agent.mind import Mind
from agent.models.gate import Chain
from agent.scripted.interviewee import ScriptedInterviewee
from agent.scripted.mind import ScriptedMind
from agent.scripted.voice import ScriptedVoice
from agent.tasks import Voice
from agent.voices.opening import open_minds
from agent.voices.settings import SCRIPTED, VoiceSettings
from agent.voices.tasks import INTERVIEW, SAY
from bench.living import WORLD
from engine.postgres import open_postgres_store
from everbrook.settings import Settings
from everbrook.voicing import checked_voice
from town.drafts import Draft
from town.entities import Speech


class Speakers(msgspec.Struct, frozen=True):
    """Who speaks and thinks for the people, and who answers for them when they are interviewed."""

    voice: Voice
    mind: Mind
    interviewee: Interviewee


SCRIPT = Speakers(ScriptedVoice(), ScriptedMind(), ScriptedInterviewee())


@asynccontextmanager
async def open_speakers(
    settings: Settings, database_url: str, pool: asyncpg.Pool, *, scripted_lives: bool = False
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
        open_minds(_interviewed(chosen), store, pool, _Unwatched(), SCRIPT.voice, SCRIPT.mind) as minds,
    ):
        interviewee = minds.interviewee_of(WORLD, Speech())
        assert interviewee is not None, "a voice that is not the script has a model"
        lives = (
            SCRIPT
            if scripted_lives
            else replace(SCRIPT, voice=minds.voice_of(WORLD, Speech()), mind=minds.mind_of(WORLD, Speech()))
        )
        yield replace(lives, interviewee=interviewee)


def _interviewed(settings: VoiceSettings) -> VoiceSettings:
    """Whoever talks answers interviews too."""
    chains: Mapping[str, Chain] = settings.chains
    talks = chains.get(SAY) or next(iter(chains.values()))
    return replace(settings, chains={**chains, INTERVIEW: talks})


class _Unwatched:
    """See `agent.drafts.Drafts`: nobody looks on."""

    @asynccontextmanager
    async def writing(self, world_id: str, player: str, operation: str) -> AsyncGenerator[Pen]:
        """See `Drafts`."""
        del world_id
        yield Pen(Draft(player=player, operation=operation, uuid="", text=""))
