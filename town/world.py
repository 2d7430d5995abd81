"""The world of the town, data and lookups only: its parts are the entity kinds of docs/WIRE.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.agenda import Agenda
from engine.chance import Chance, Drawn
from engine.clock import Pace
from engine.columns import Table
from engine.inputs import Rejected
from engine.observed import Observed
from engine.operations import Effects
from engine.state import DERIVED
from town.bodies.state import WALKER_COLUMNS
from town.days.state import Plan
from town.doings.state import ObjectState
from town.ground.chunks import MapParts
from town.ground.constants import TILE_PIXELS
from town.ground.geometry import Tile
from town.ground.layout import Layout
from town.ground.map import TownMap
from town.ground.pathfinding import Grid
from town.ground.state import Building, Chunk, Ground, StoredFixture, StoredPlace
from town.ids import AgentId, ConversationId, OperationId, PlayerId
from town.minds.state import Agent
from town.settings import Settings
from town.talk.state import Conversation, Member, Membership
from town.who import Person, Player


@dataclass
class World:
    """The state of a town, and below it what is derived from the state.

    Lookups raise `Rejected` with a sentence for who asked. Systems and indexes are told of each change of an observed
    part or a row of the table as it is made (`town.parts`).
    """

    clock: Pace
    settings: Settings
    ground: Ground
    chunks: Observed[str, Chunk]
    places: Observed[str, StoredPlace]
    buildings: Observed[str, Building]
    fixtures: Observed[str, StoredFixture]
    """What `objects` there are, under the same ids."""
    walkers: Table[PlayerId]
    players: Observed[PlayerId, Player]
    people: Observed[PlayerId, Person]
    plans: Observed[PlayerId, Plan]
    agents: Observed[AgentId, Agent]
    conversations: Observed[ConversationId, Conversation]
    objects: Observed[str, ObjectState]
    chance: Chance
    next_id: int

    effects: Effects = field(default_factory=Effects, metadata=DERIVED)
    reactions: Mapping[str, tuple[Callable[..., None], ...]] = field(
        default_factory=dict[str, tuple[Callable[..., None], ...]], metadata=DERIVED
    )
    """What is done when a moment comes, by its name."""
    agendas: dict[str, Agenda[Any]] = field(default_factory=dict[str, Agenda[Any]], metadata=DERIVED)
    """By the name of the system that follows it."""
    layout: Layout = field(default_factory=Layout, metadata=DERIVED)
    holders: dict[int, PlayerId] = field(default_factory=dict[int, PlayerId], metadata=DERIVED)
    """Who holds a tile, by its index."""
    agent_ids: dict[PlayerId, AgentId] = field(default_factory=dict[PlayerId, AgentId], metadata=DERIVED)
    """The agent of a player."""
    approaching: set[ConversationId] = field(default_factory=set[ConversationId], metadata=DERIVED)
    """The conversations whose two are walking over to each other."""
    object_used_by: dict[PlayerId, str] = field(default_factory=dict[PlayerId, str], metadata=DERIVED)
    """The key in `objects` of what a player uses."""

    @property
    def map(self) -> TownMap:
        """The map in one piece, as its entities have it now."""
        return self.layout.map_of(self)

    @property
    def grid(self) -> Grid:
        """The ways over the map as it is now."""
        return self.layout.grid_of(self)

    def lay_out(self, parts: MapParts) -> None:
        """Found the town on a map; it must have none yet."""
        self.ground = parts.ground
        self.chunks.update(parts.chunks)
        self.places.update(parts.places)
        self.buildings.update(parts.buildings)
        self.fixtures.update(parts.fixtures)

    def new_player_id(self) -> PlayerId:
        """The id of a player to come."""
        return PlayerId(self._new_id("p"))

    def new_agent_id(self) -> AgentId:
        """The id of an agent to come."""
        return AgentId(self._new_id("a"))

    def new_conversation_id(self) -> ConversationId:
        """The id of a conversation to come."""
        return ConversationId(self._new_id("c"))

    def new_operation_id(self) -> OperationId:
        """The id of an operation to ask for."""
        return OperationId(self._new_id("o"))

    def _new_id(self, letter: str) -> str:
        self.next_id += 1
        return f"{letter}:{self.next_id - 1}"

    def player(self, id_: PlayerId) -> Player:
        """Somebody who is in the world."""
        player = self.players.get(id_)
        if player is None:
            raise Rejected(f"there is no player {id_} in this world")
        return player

    def human(self, id_: PlayerId) -> Player:
        """A human in the world; villagers have minds of their own."""
        player = self.player(id_)
        if not player.human:
            raise Rejected(f"{player.name} is a villager, whom no player moves")
        return player

    def agent(self, id_: AgentId) -> Agent:
        """An agent in the world."""
        agent = self.agents.get(id_)
        if agent is None:
            raise Rejected(f"there is no agent {id_} in this world")
        return agent

    def agent_of(self, player_id: PlayerId) -> Agent | None:
        """The agent of a player; None for humans."""
        agent_id = self.agent_ids.get(player_id)
        return None if agent_id is None else self.agents[agent_id]

    def conversation(self, id_: ConversationId) -> Conversation:
        """A conversation under way."""
        conversation = self.conversations.get(id_)
        if conversation is None:
            raise Rejected(f"there is no conversation {id_} under way")
        return conversation

    def membership(self, conversation_id: ConversationId, player_id: PlayerId) -> tuple[Conversation, Member]:
        """A conversation under way with the membership of one of its two."""
        conversation = self.conversation(conversation_id)
        member = conversation.members.get(player_id)
        if member is None:
            raise Rejected(f"{self.player(player_id).name} is not in conversation {conversation_id}")
        return conversation, member

    def is_talking(self, player_id: PlayerId) -> bool:
        """Whether a player stands in a conversation."""
        return self._status_in_talk(player_id) is Membership.PARTICIPATING

    def is_engaged(self, player_id: PlayerId) -> bool:
        """Whether a player talks, or has agreed to."""
        return self._status_in_talk(player_id) in (Membership.WALKING_OVER, Membership.PARTICIPATING)

    def _status_in_talk(self, player_id: PlayerId) -> Membership | None:
        conversation_id = self.players[player_id].conversation
        return self.conversations[conversation_id].members[player_id].status if conversation_id else None

    def tile_of(self, player_id: PlayerId) -> Tile:
        """The tile that a player holds: stands on, or is about to."""
        slot = self.walkers.slot_of[player_id]
        return Tile(int(self.walkers["tile_x"][slot]), int(self.walkers["tile_y"][slot]))


def empty_world(capacity: int, type_: type[World] = World) -> World:
    """A world without any state yet, to restore into, with room for so many bodies.

    A fork's own type may have more parts, each with a default.
    """
    return type_(
        clock=Pace(),
        settings=Settings(template=""),
        ground=Ground(id="", width=0, height=0, tile_size=TILE_PIXELS, entry=Tile(0, 0)),
        chunks=Observed(),
        places=Observed(),
        buildings=Observed(),
        fixtures=Observed(),
        walkers=Table(WALKER_COLUMNS, capacity),
        players=Observed(),
        people=Observed(),
        plans=Observed(),
        agents=Observed(),
        conversations=Observed(),
        objects=Observed(),
        chance=Chance(Drawn(0, {})),
        next_id=1,
    )
