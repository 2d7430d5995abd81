"""docs/WIRE.md names whatever goes over the wire."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from engine.clock import Pace
from engine.inputs import Authority
from engine.store import NumberedEvent
from town import events
from town.drafts import Draft
from town.entities import (
    Agent,
    Conversation,
    Free,
    Heading,
    Member,
    ObjectState,
    Person,
    Player,
    Settings,
    Typing,
    UnderWay,
    Writing,
)
from town.rules import TOWN
from town.views import PUBLIC_KINDS
from web.conversations import PastConversation
from web.frames import FullFrame, HeartbeatFrame, StepFrame
from web.minds import KeptMemory, KeptRelationship
from web.plans import PlannedDay, PlannedHour, PlannedStroke
from web.problems import ProblemDetails
from web.routes import watching
from web.routes.inputs import Answered
from web.routes.minds import MemoryPage, PlanOfDay, PlayerUsage
from web.routes.worlds import CreatedWorld, TemplateSummary, WorldSummary
from web.searching import FoundMemories, FoundMemory

DOCUMENT = (Path(__file__).parents[2] / "docs" / "WIRE.md").read_text()
WORDS = set(re.findall(r"[A-Za-z]+", DOCUMENT))

ON_THE_WIRE: list[type[msgspec.Struct]] = [
    *(FullFrame, StepFrame, HeartbeatFrame, Draft, NumberedEvent, ProblemDetails),
    *(Pace, Settings, Player, Person, Agent, Free, Heading, UnderWay, Conversation, Member, Typing, Writing),
    ObjectState,
    *(events.Message, events.ConversationStarted, events.ConversationEnded, events.Talked),
    *(events.PlayerJoined, events.PlayerLeft, events.WalkGivenUp, events.OperationFailed),
    *(PlannedDay, PlannedStroke, PlannedHour, PlanOfDay, PlayerUsage),
    *(KeptMemory, KeptRelationship, MemoryPage, FoundMemories, FoundMemory),
    *(PastConversation, Answered, CreatedWorld, TemplateSummary, WorldSummary),
]


@pytest.mark.parametrize("struct", ON_THE_WIRE, ids=lambda struct: struct.__name__)
def test_every_field_is_named(struct: type[msgspec.Struct]) -> None:
    assert set(struct.__struct_encode_fields__) <= WORDS
    tag = struct.__struct_config__.tag
    assert tag is None or tag in WORDS


def test_every_public_kind_is_named() -> None:
    assert PUBLIC_KINDS <= WORDS


def test_every_input_that_may_be_sent_is_named_with_its_arguments() -> None:
    for name, declared in TOWN.inputs.items():
        if declared.authority in (Authority.SUBJECT, Authority.OWNER):
            arguments = ", ".join(declared.arguments.__struct_encode_fields__)
            assert f"`{name} {{{arguments}" in DOCUMENT


def test_every_reason_to_close_the_line_is_named() -> None:
    codes = (
        watching.UNKNOWN_WORLD,
        watching.TOO_MANY_VIEWERS,
        watching.NOT_UNDERSTOOD,
        watching.WORLD_DELETED,
        watching.TOO_SLOW,
    )
    assert all(str(code) in DOCUMENT for code in codes)
